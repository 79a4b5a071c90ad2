// Small comforts. Every page works without this file.
(() => {
  "use strict";

  const menus = () => document.querySelectorAll("details.menu[open]");

  // Menus close on Escape (focus goes back) and on a press elsewhere.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus().forEach((menu) => {
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    });
  });
  document.addEventListener("click", (event) => {
    menus().forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // "/" goes to the search field; j and k walk through a list marked data-walk. Never while somebody types.
  // Single-key shortcuts can be switched off on the page about accessibility (WCAG 2.1.4).
  const areShortcutsOff = () => localStorage.getItem("fagvei-shortcuts") === "off";
  const isTyping = (element) => element.closest && element.closest("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || areShortcutsOff()) return;
    if (event.key === "/") {
      const search = document.getElementById("top-search");
      if (search && search.offsetParent) {
        event.preventDefault();
        search.focus();
      }
    } else if (event.key === "j" || event.key === "k") {
      const stops = [...document.querySelectorAll("[data-walk] a[href], [data-walk] button")].filter((stop) => stop.checkVisibility());
      const next = stops.indexOf(document.activeElement) + (event.key === "j" ? 1 : -1);
      if (stops[next]) stops[next].focus();
    }
  });
  document.querySelectorAll("[data-shortcuts-switch]").forEach((button) => {
    const show = () => button.setAttribute("aria-pressed", String(!areShortcutsOff()));
    button.hidden = false;
    show();
    button.addEventListener("click", () => {
      localStorage.setItem("fagvei-shortcuts", areShortcutsOff() ? "on" : "off");
      show();
    });
  });

  // Without a network nothing is sent and the page stays as it is, with what was written in it: also of another person's
  // record, of which nothing is kept on the device (drafts.js says it itself where it keeps a draft).
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const words = document.getElementById("without-network");
    if (navigator.onLine || event.defaultPrevented || !words || form.querySelector("[data-draft]")) return;
    if (form.getAttribute("method") !== "post") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const said = form.querySelector("[data-without-network]") || form.appendChild(words.content.firstElementChild.cloneNode(true));
    said.scrollIntoView({ block: "center" });
  }, true);
  window.addEventListener("online", () => {
    document.querySelectorAll("[data-without-network]").forEach((said) => said.remove());
  });

  // A second press while the first is under way does nothing (the server would do it once anyway).
  // A form that hands over a file leaves the page standing, so it may be pressed again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.closest("[hx-post], [data-hx-post], [data-download]")) return;
    if (form.hasAttribute("data-sent")) event.preventDefault();
    else if (form.getAttribute("method") === "post") form.setAttribute("data-sent", "");
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => form.removeAttribute("data-sent"));
  });
})();
