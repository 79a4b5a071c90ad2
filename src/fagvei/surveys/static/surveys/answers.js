// Answering a survey: small comforts. The page works without this file.
// The code behind # in a link never leaves the browser with the address. A draft is kept on this device alone, for the same
// code and a day at most, and is gone when the answers are sent. What is written in own words is never part of a draft.
(() => {
  "use strict";
  const KEY = "fagvei-gap";
  const LONGEST = 24 * 60 * 60 * 1000;
  const forget = () => { try { localStorage.removeItem(KEY); } catch { /* forbidden: then there is no draft */ } };
  const read = () => { try { return JSON.parse(localStorage.getItem(KEY)); } catch { return null; } };
  const write = (draft) => { try { localStorage.setItem(KEY, JSON.stringify(draft)); } catch { /* full or forbidden */ } };

  if (document.querySelector("[data-gap-sent]")) forget();

  const enter = document.querySelector("[data-gap-enter]");
  const fromLink = () => {
    if (!enter || location.hash.length < 2) return;
    enter.elements.code.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
    enter.requestSubmit();
  };
  addEventListener("hashchange", fromLink);
  fromLink();

  const form = document.querySelector("[data-gap-answers]");
  if (!form) return;
  const code = form.elements.code.value;
  const fields = () => [...form.elements].filter((field) => ["radio", "select-one"].includes(field.type));
  const draft = read();
  if (draft && draft.code === code && Date.now() - draft.at < LONGEST) {
    const values = new Map(draft.values);
    let restored = false;
    fields().forEach((field) => {
      if (!values.has(field.name)) return;
      if (field.type === "radio") field.checked = values.get(field.name) === field.value;
      else field.value = values.get(field.name);
      restored = true;
    });
    form.querySelector("[data-gap-note]").hidden = !restored;
  } else {
    forget();
  }
  form.addEventListener("change", () => {
    const values = fields().filter((field) => field.type !== "radio" || field.checked).map((field) => [field.name, field.value]);
    write({ at: Date.now(), code, values });
  });
})();
