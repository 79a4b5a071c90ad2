// Moving a slot in the six-year plan: by drag, by pressing the handle and then a cell, or by keyboard. It ends in the form
// of the slot's own page, which asks for the reason. The page works without this file: every slot has that form.
(() => {
  "use strict";
  const plan = document.querySelector("[data-plan]");
  const dialog = document.querySelector("[data-plan-dialog]");
  if (!plan || !dialog || !dialog.showModal) return;
  const form = dialog.querySelector("form");
  const told = document.querySelector("[data-plan-told]");
  const say = (words, values = {}) => {
    told.textContent = Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words);
  };
  const words = told.dataset;
  document.querySelector("[data-plan-how]").hidden = false;
  let held = null;
  let isPressed = false;

  const cellsOf = (row) => [...row.querySelectorAll("[data-when]")];
  const rowsOf = (body) => [...body.querySelectorAll("tr[data-centre-row]")];
  const isOpen = (cell) => !cell.hasAttribute("data-over");
  const nameOf = (cell) => cell.dataset.name;

  const target = (cell) => {
    held.target?.removeAttribute("data-target");
    held.target = cell;
    cell.setAttribute("data-target", "");
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  const pickUp = (handle) => {
    if (held) putBack();
    const cell = handle.closest("td");
    held = { handle, mark: handle.closest("[data-slot]"), from: cell, body: handle.closest("tbody"), target: null };
    held.body.querySelectorAll("[data-spare]").forEach((row) => { row.hidden = false; });
    plan.setAttribute("data-moving", "");
    handle.setAttribute("aria-pressed", "true");
    target(cell);
    say(words.taken, { what: held.mark.dataset.slot, where: nameOf(cell) });
  };

  const letGo = () => {
    held.target?.removeAttribute("data-target");
    held.handle.setAttribute("aria-pressed", "false");
    held.body.querySelectorAll("[data-spare]").forEach((row) => { row.hidden = true; });
    plan.removeAttribute("data-moving");
    const done = held;
    held = null;
    return done;
  };

  const putBack = () => {
    const { handle, mark } = letGo();
    say(words.back, { what: mark.dataset.slot });
    handle.focus();
  };

  // The cell goes into the form of the slot, and the person writes why.
  const drop = () => {
    const { target: cell, from, mark } = held;
    if (cell === from || !isOpen(cell)) {
      putBack();
      return;
    }
    const done = letGo();
    form.action = mark.dataset.move;
    form.elements.when.value = cell.dataset.when;
    form.elements.centre.value = cell.closest("tr").dataset.centreRow;
    dialog.querySelector("[data-plan-move]").textContent = `${mark.dataset.slot}: ${nameOf(from)} → ${nameOf(cell)}`;
    say(words.asked, { where: nameOf(cell) });
    dialog.returnFocusTo = done.handle;
    dialog.showModal();
    form.elements.reason.focus();
  };

  const step = (across, down) => {
    const rows = rowsOf(held.body);
    const row = rows.indexOf(held.target.closest("tr"));
    const column = cellsOf(rows[row]).indexOf(held.target);
    const next = rows[row + down] && cellsOf(rows[row + down])[column + across];
    if (!next || !isOpen(next)) {
      say(words.edge);
      return;
    }
    target(next);
    say(words.over, { where: nameOf(next) });
  };

  const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  plan.querySelectorAll("[data-grab]").forEach((handle) => {
    const mark = handle.closest("[data-slot]");
    handle.hidden = false;
    mark.draggable = true;
    handle.addEventListener("click", () => {
      if (held && held.handle === handle) drop();
      else pickUp(handle);
    });
    handle.addEventListener("keydown", (event) => {
      if (!held || held.handle !== handle) return;
      if (KEYS[event.key]) {
        event.preventDefault();
        step(...KEYS[event.key]);
      }
    });
    handle.addEventListener("blur", () => {
      if (isPressed) return;
      setTimeout(() => {
        if (held && held.handle === handle && !dialog.open && !plan.contains(document.activeElement)) putBack();
      });
    });
    mark.addEventListener("dragstart", (event) => {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", mark.dataset.slot);
      pickUp(handle);
    });
    mark.addEventListener("dragend", () => { if (held) putBack(); });
  });

  // A press on a cell takes the focus from the handle before it is a click; what was picked up stays in the hand.
  plan.addEventListener("pointerdown", () => { isPressed = true; });
  ["pointerup", "pointercancel"].forEach((name) => document.addEventListener(name, () => { isPressed = false; }));

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && held) putBack();
  });
  const cellOf = (event) => {
    const cell = event.target.closest("[data-when]");
    return held && cell && held.body.contains(cell) && isOpen(cell) ? cell : null;
  };
  plan.addEventListener("dragover", (event) => {
    const cell = cellOf(event);
    if (!cell) return;
    event.preventDefault();
    if (cell !== held.target) target(cell);
  });
  plan.addEventListener("drop", (event) => {
    const cell = cellOf(event);
    if (!cell) return;
    event.preventDefault();
    target(cell);
    drop();
  });
  // A press on a cell, after a press on the handle: no dragging is needed.
  plan.addEventListener("click", (event) => {
    const cell = cellOf(event);
    if (!cell || event.target.closest("[data-grab]")) return;
    event.preventDefault();
    target(cell);
    drop();
  });
  dialog.querySelector("[data-plan-cancel]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    form.removeAttribute("data-sent");
    dialog.returnFocusTo?.focus();
  });
})();
