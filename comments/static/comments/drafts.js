/* Keeps what is being written in this browser until it is sent, and offers it back. Nothing of it goes anywhere. */
(() => {
  "use strict";

  const PREFIX = "comments.draft:";
  const LONGEST_KEPT = 30 * 24 * 3600 * 1000;

  const forms = () => document.querySelectorAll("form[data-draft]");
  const wordsOf = (form) => form.querySelector("textarea");
  const bare = (text) => text.replace(/\s+/g, "");

  /* A browser may keep nothing at all: in a private window, or by its settings. */
  function stored(key) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + key));
    } catch {
      return null;
    }
  }

  function store(key, draft) {
    try {
      if (draft) localStorage.setItem(PREFIX + key, JSON.stringify(draft));
      else localStorage.removeItem(PREFIX + key);
      return true;
    } catch {
      return false;
    }
  }

  function keep(form, tried = false) {
    const words = wordsOf(form).value;
    const answered = form.elements.in_reply_to?.value || "";
    const draft = {
      words,
      answered,
      name: answered ? form.querySelector(".write__answered-name")?.textContent.trim() : "",
      /* Sent again after the line broke, the same form is the same comment. */
      ticket: tried ? form.elements.ticket?.value : "",
      at: Date.now(),
    };
    return store(form.dataset.draft, bare(words) ? draft : null);
  }

  function offer(form) {
    const line = form.querySelector(".draft");
    const draft = stored(form.dataset.draft);
    if (!line || !draft?.words || bare(draft.words) === bare(wordsOf(form).value)) return;
    if (wordsOf(form).value !== "" && !form.dataset.draft.endsWith("#anew")) return;
    line.querySelector(".draft__words").textContent = draft.words.slice(0, 120);
    line.hidden = false;
  }

  function bringBack(form) {
    const draft = stored(form.dataset.draft);
    form.querySelector(".draft").hidden = true;
    if (!draft) return;
    wordsOf(form).value = draft.words;
    if (draft.ticket) form.elements.ticket.value = draft.ticket;
    if (draft.answered) answer(form, draft);
    wordsOf(form).dispatchEvent(new Event("input", { bubbles: true }));
    wordsOf(form).focus();
  }

  function answer(form, draft) {
    const link = document.querySelector(`[data-reply-to="${CSS.escape(draft.answered)}"]`);
    if (link) {
      link.click();
      return;
    }
    form.elements.in_reply_to.value = draft.answered;
    form.querySelector(".write__answered-name").firstElementChild.textContent = draft.name;
    form.querySelector(".write__answered").hidden = false;
  }

  function throwAway(form) {
    store(form.dataset.draft, null);
    form.querySelector(".draft").hidden = true;
    wordsOf(form).focus();
  }

  /* On a page that only who has sent it sees: what was kept of it can go. */
  function forgetSent() {
    for (const sent of document.querySelectorAll("[data-draft-sent]")) {
      const draft = stored(sent.dataset.draftSent);
      const words = sent.querySelector(".receipt__text");
      if (draft && (!words || bare(words.textContent) === bare(draft.words))) store(sent.dataset.draftSent, null);
    }
  }

  function forgetOld() {
    try {
      for (const key of Object.keys(localStorage)) {
        if (!key.startsWith(PREFIX)) continue;
        const draft = stored(key.slice(PREFIX.length));
        if (!draft || Date.now() - draft.at > LONGEST_KEPT) localStorage.removeItem(key);
      }
    } catch {
      /* Nothing is kept here. */
    }
  }

  function begin() {
    forgetOld();
    forgetSent();
    forms().forEach(offer);
  }

  function formOf(event) {
    const form = event.target.closest?.("form[data-draft]");
    return form && wordsOf(form) ? form : null;
  }

  function unsent(event) {
    const form = formOf(event);
    const line = form?.querySelector(".draft__kept");
    if (line) line.hidden = !keep(form, true);
  }

  document.addEventListener("input", (event) => {
    const form = event.target.matches("textarea") && formOf(event);
    if (form) keep(form);
  });
  document.addEventListener("click", (event) => {
    const form = formOf(event);
    if (form && event.target.closest(".draft__back")) bringBack(form);
    if (form && event.target.closest(".draft__away")) throwAway(form);
  });
  document.addEventListener("submit", (event) => {
    const form = formOf(event);
    if (form) keep(form, true);
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const form = formOf(event);
    if (form && event.detail.xhr.getResponseHeader("HX-Redirect")) store(form.dataset.draft, null);
  });
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, unsent);
  }
  document.addEventListener("DOMContentLoaded", begin);
})();
