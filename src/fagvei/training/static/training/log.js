// Logging an activity: small comforts. The form works without this file.
(() => {
  "use strict";
  const form = document.querySelector("form.log");
  if (!form) return;
  const finish = form.querySelector("[data-finish]");
  const withoutSignature = (form.dataset.unsigned || "").split(" ");

  const show = (selector, isShown) => { const part = form.querySelector(selector); if (part) part.hidden = !isShown; };
  const chosen = (name) => form.querySelector(`[name="${name}"]:checked`);

  const whatIsChosen = () => form.elements.what?.selectedOptions[0];
  const isProcedure = () => {
    const what = whatIsChosen();
    return what?.value === "k:procedure" || what?.closest("optgroup")?.label === form.dataset.procedures;
  };

  const adapt = () => {
    const what = whatIsChosen();
    const isUnsigned = what && withoutSignature.includes(what.value);
    const supervisor = chosen("supervisor");
    const name = supervisor ? supervisor.closest(".choice, label, div").textContent.trim().split(/\s+/)[0] : "";
    show(".when-signed", !isUnsigned);
    show(".when-procedure", isProcedure());
    if (!finish) return;
    if (isUnsigned) finish.textContent = finish.dataset.fulfil;
    else if (name) finish.textContent = `${finish.dataset.send} ${name}`;
  };
  form.addEventListener("change", adapt);
  adapt();

  // What is folded opens when it is needed, or when something stands in it already; one may close it again.
  const holdsSomething = (fold) => [...fold.querySelectorAll("input, textarea")].some((field) =>
    field.type === "radio" ? field.checked && field.value !== "" : field.value !== "" && field.value !== (field.type === "number" ? "1" : ""));
  const unfold = () => {
    const needed = { ".own-words": whatIsChosen()?.value.startsWith("k:"), ".seldom": isProcedure() };
    Object.entries(needed).forEach(([selector, isNeeded]) => {
      const fold = form.querySelector(selector);
      if (fold) fold.open = Boolean(isNeeded) || holdsSomething(fold) || fold.querySelector(".invalid") !== null;
    });
  };
  form.elements.what?.addEventListener("change", unfold);
  unfold();

  // Finding a goal among all: what does not match is hidden, what is chosen stays.
  const startFinding = () => {
    const find = form.querySelector("[data-finds]");
    if (!find || find.dataset.ready) return;
    find.dataset.ready = "yes";
    find.closest("[hidden]")?.removeAttribute("hidden");
    find.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    find.addEventListener("input", () => {
      const wanted = find.value.trim().toLowerCase();
      form.querySelectorAll(`${find.dataset.finds} .choice`).forEach((choice) => {
        choice.hidden = !choice.textContent.toLowerCase().includes(wanted) && !choice.querySelector(":checked");
      });
      form.querySelectorAll(`${find.dataset.finds} [role="group"]`).forEach((group) => {
        group.hidden = !group.querySelector(".choice:not([hidden])");
      });
    });
  };
  startFinding();

  // New suggestions come ticked. On a slow line goals may be chosen before they land: what the hand did since holds.
  let asked = new Set(), kept = new Set();
  const isGoalChoice = (event) => event.detail.target?.id === "goal-choice";
  const goals = () => [...form.querySelectorAll("[name='goals']")];
  const ticked = () => new Set(goals().filter((goal) => goal.checked).map((goal) => goal.value));
  document.addEventListener("htmx:beforeRequest", (event) => { if (isGoalChoice(event)) asked = ticked(); });
  document.addEventListener("htmx:beforeSwap", (event) => { if (isGoalChoice(event)) kept = ticked(); });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (isGoalChoice(event)) goals().forEach((goal) => {
      goal.checked = kept.has(goal.value) || goal.checked && !asked.has(goal.value);
    });
    startFinding();
  });
})();
