// Logging an activity: small comforts. The form works without this file.
(() => {
  "use strict";
  const form = document.querySelector("form.log");
  if (!form) return;
  const finish = form.querySelector("[data-finish]");
  const withoutSignature = (form.dataset.unsigned || "").split(" ");

  const show = (selector, isShown) => { const part = form.querySelector(selector); if (part) part.hidden = !isShown; };
  const chosen = (name) => form.querySelector(`[name="${name}"]:checked`);

  const adapt = () => {
    const what = form.elements.what?.selectedOptions[0];
    const isUnsigned = what && withoutSignature.includes(what.value);
    const supervisor = chosen("supervisor");
    const name = supervisor ? supervisor.closest(".choice, label, div").textContent.trim().split(/\s+/)[0] : "";
    show(".when-date", chosen("when")?.value === "date");
    show(".when-elsewhere", form.elements.arena.value === "");
    show(".when-signed", !isUnsigned);
    const isProcedure = what?.value === "k:procedure" || what?.closest("optgroup")?.label === form.dataset.procedures;
    show(".when-procedure", isProcedure);
    if (!finish) return;
    if (isUnsigned) finish.textContent = finish.dataset.fulfil;
    else if (name) finish.textContent = `${finish.dataset.send} ${name}`;
  };
  form.addEventListener("change", adapt);
  adapt();

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

  // New suggestions may arrive after a goal was chosen on a slow line: what is chosen when they land stays chosen.
  let kept = new Set();
  const isGoalChoice = (event) => event.detail.target?.id === "goal-choice";
  const goals = () => form.querySelectorAll("[name='goals']");
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (isGoalChoice(event)) kept = new Set([...goals()].filter((goal) => goal.checked).map((goal) => goal.value));
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (isGoalChoice(event)) goals().forEach((goal) => { goal.checked = kept.has(goal.value); });
    startFinding();
  });
})();
