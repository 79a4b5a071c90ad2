// What one writes in a form about one's own record is kept on this device until it is saved: for a lost network and an
// expired login. Never for other people's records, never sent anywhere, gone at logout, after a day, and when another
// person logs in. A form asks for it with components/draft.html. Every page works without this file.
(() => {
  "use strict";
  const PREFIX = "fagvei-draft:";
  const LONGEST = 24 * 60 * 60 * 1000;
  const owner = document.body.dataset.drafts;

  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  const read = (key) => {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  };
  const write = (key, draft) => {
    try { localStorage.setItem(key, JSON.stringify(draft)); } catch { /* full or forbidden: then there is no draft */ }
  };

  document.addEventListener("submit", (event) => {
    if (event.target.hasAttribute("data-forget")) keys().forEach((key) => localStorage.removeItem(key));
  });
  if (!owner) return;

  // The server says in a cookie which form it has saved: that draft is done. Others' and old drafts go too.
  const saved = document.cookie.split("; ").find((part) => part.startsWith("fagvei_saved="))?.split("=")[1];
  keys().forEach((key) => {
    const draft = read(key);
    const isMine = key.startsWith(`${PREFIX}${owner}:`);
    if (!draft || !isMine || draft.form === saved || Date.now() - draft.at > LONGEST) localStorage.removeItem(key);
  });
  if (saved) document.cookie = "fagvei_saved=; path=/; max-age=0; SameSite=Lax";

  const keep = (box) => {
    const form = box.closest("form");
    const key = `${PREFIX}${owner}:${location.pathname}`;
    const note = box.querySelector("[data-draft-note]");
    const formKey = form.elements.idempotency_key;
    const fields = () => [...form.elements].filter((field) =>
      field.name && field.name !== "idempotency_key" && !["hidden", "file", "submit", "button", "password"].includes(field.type));
    const isOfChoice = (field) => field.type === "radio" || field.type === "checkbox";
    form.elements.draft.disabled = false;

    let wasSent = false;
    const save = (isSent) => write(key, {
      at: Date.now(), form: formKey.value, isSent: wasSent = wasSent || isSent,
      values: fields().filter((field) => !isOfChoice(field) || field.checked).map((field) => [field.name, field.value]),
    });
    const restore = (draft) => {
      const values = new Map();
      draft.values.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
      fields().forEach((field) => {
        const own = values.get(field.name) || [];
        if (isOfChoice(field)) field.checked = own.includes(field.value);
        else if (own.length) field.value = own[0];
      });
      // It may have been saved though the answer was lost: with the same key it is not saved twice.
      wasSent = draft.isSent;
      if (wasSent) formKey.value = draft.form;
      box.hidden = note.hidden = false;
    };

    // A page that answers a POST has what was written already, or what the server made of it.
    const draft = read(key);
    if (draft && !box.hasAttribute("data-posted")) restore(draft);
    form.addEventListener("input", () => save(false));
    form.addEventListener("change", () => save(false));
    box.querySelector("[data-draft-discard]").addEventListener("click", () => {
      localStorage.removeItem(key);
      location.reload();
    });
    document.addEventListener("submit", (event) => {
      if (event.target !== form) return;
      save(true);
      const offline = box.querySelector("[data-draft-offline]");
      offline.hidden = navigator.onLine;
      if (navigator.onLine) return;
      event.preventDefault();
      box.hidden = false;
      offline.scrollIntoView({ block: "center" });
    });
  };
  document.querySelectorAll("[data-draft]").forEach(keep);
})();
