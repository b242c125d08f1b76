/* Makes smoother what works without it: counts while one writes, and brings the form to the comment answered. */
(() => {
  "use strict";

  const form = () => document.getElementById("comment-form-itself");

  /* Counting as the server does: code points, with line ends as one and no white space around. */
  const lengthOf = (text) => Array.from(text.replace(/\r\n?/g, "\n").trim()).length;

  /* A number in the ten digits of the page's language. */
  const inDigits = (number, digits) => String(number).replace(/\d/g, (digit) => digits[digit]);

  function count(textarea) {
    const longest = Number(textarea.dataset.longest);
    let line = textarea.parentElement.querySelector(".comments-form__count");
    if (!line) {
      line = document.createElement("p");
      line.className = "comments-form__count";
      line.setAttribute("role", "status");
      textarea.after(line);
    }
    const left = longest - lengthOf(textarea.value);
    const words = left < 0 ? textarea.dataset.over : textarea.dataset.left;
    line.classList.toggle("comments-form__count--over", left < 0);
    line.textContent = words.replace("{n}", inDigits(Math.abs(left), textarea.dataset.digits));
    /* Read out only where it begins to matter, and not at every letter. */
    line.setAttribute("aria-live", left <= 100 && (left < 0 || left % 20 === 0) ? "polite" : "off");
  }

  function countAll() {
    document.querySelectorAll("textarea[data-longest]").forEach(count);
  }

  function answer(link) {
    const body = form();
    body.elements.in_reply_to.value = link.dataset.replyTo;
    const line = body.querySelector(".write__answered");
    const name = line.querySelector(".write__answered-name");
    name.href = `#comment-${link.dataset.replyTo}`;
    name.firstElementChild.textContent = link.dataset.replyName;
    line.hidden = false;
    document.getElementById(`comment-${link.dataset.replyTo}`).append(body);
    body.elements.text.focus();
  }

  function answerNothing() {
    const body = form();
    body.elements.in_reply_to.value = "";
    body.querySelector(".write__answered").hidden = true;
    document.querySelector(".write__place").append(body);
    body.elements.text.focus();
  }

  function onClick(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !form()) return;
    const reply = event.target.closest("[data-reply-to]");
    const cancel = event.target.closest(".write__cancel");
    const jump = event.target.closest(".discussion__jump");
    if (reply) {
      event.preventDefault();
      answer(reply);
    } else if (document.querySelector(".write__place") && (cancel || (jump && form().closest(".thread")))) {
      event.preventDefault();
      answerNothing();
    }
  }

  /* Hidden at each try, so that a second failure is read out like the first. */
  function tellFailure(event, hasFailed) {
    const line = event.target.querySelector?.(".comments-form__failed");
    if (line) line.hidden = !hasFailed;
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea[data-longest]")) count(event.target);
  });
  document.addEventListener("click", onClick);
  document.addEventListener("htmx:afterSettle", countAll);
  document.addEventListener("htmx:beforeRequest", (event) => tellFailure(event, false));
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => tellFailure(event, true));
  }
  document.addEventListener("DOMContentLoaded", countAll);
})();
