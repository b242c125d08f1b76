// The desk's keys, focus and marking. Every act is a button or link of the page: a key only presses it.
"use strict";
{
  const TYPING = "input:not([type=checkbox]):not([type=radio]):not([type=hidden]), textarea, select, [contenteditable]";
  const byId = (id) => document.getElementById(id);

  // ---- Keys

  const press = (key) => {
    const holder = document.querySelector(`#desk-said [data-key="${key}"]`) || document.querySelector(`[data-key="${key}"]`);
    if (!holder) return false;
    if (key === "r" || key === "/") holder.focus();
    else holder.click();
    return true;
  };

  const toggleGuideline = (digit) => {
    const panel = document.activeElement.closest(".together__reject") || byId("decision");
    const box = panel && panel.querySelector(`[data-digit="${digit}"]`);
    if (box) box.click();
    return Boolean(box);
  };

  // Whether the card that is on its way is to be chosen once it is there.
  let isToBeChosen = false;

  const selectCurrent = () => {
    const row = document.querySelector(".row--current .row__choice");
    if (!row) return false;
    if (onItsWay) isToBeChosen = !isToBeChosen;
    else row.click();
    return true;
  };

  const rejectSelected = () => {
    const panel = document.querySelector(".together__reject");
    if (!panel) return false;
    panel.open = true;
    byId("together-reject").focus();
    return true;
  };

  const openLater = () => {
    byId("desk-later").open = true;
    byId("later-note").focus();
    return true;
  };

  // The author's file is opened from the context, which may still be on its way: it is opened once that is there.
  let isFileWanted = false;
  const contextIsComing = () => byId("desk-context")?.getAttribute("aria-busy") === "true";

  const answer = (key) => {
    isFileWanted = key === "h" && (onItsWay !== null || contextIsComing());
    if (isFileWanted) return true;
    if (/^[1-9]$/.test(key)) return toggleGuideline(key);
    if (key === "x") return selectCurrent();
    if (key === "R") return rejectSelected();
    if (key === "l" && byId("desk-later")) return openLater();
    return "jkaruoehln/?A".includes(key) && press(key);
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    // One letter may be said by a voice, or pressed by a hand that trembles: who switched keys off has none.
    if (byId("desk").dataset.keys === "off") return;
    if (event.target.closest(TYPING) || document.querySelector("#desk-keys:popover-open")) return;
    if (answer(deskKey(event))) event.preventDefault();
  });

  // ---- Evidence

  const nextEvidence = () => {
    const all = [...document.querySelectorAll("#desk-words .evidence__start")];
    if (!all.length) return;
    const next = all[(all.indexOf(document.activeElement) + 1) % all.length];
    next.focus({ preventScroll: true });
    next.closest("mark").scrollIntoView({ block: "center" });
  };

  // ---- Marking: the positions are counted in code points, which JavaScript's strings are not.

  const position = (node, offset) => {
    const holder = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
    if (!holder || node.nodeType !== Node.TEXT_NODE) return null;
    return Number(holder.dataset.start) + [...node.data.slice(0, offset)].length;
  };

  const selectedSpans = () => {
    const selection = getSelection();
    const words = byId("desk-words");
    if (!words || !selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const texts = [...words.querySelectorAll("[data-start]")].map((holder) => holder.firstChild).filter((text) => text && range.intersectsNode(text));
    if (!texts.length) return null;
    const first = texts[0], last = texts[texts.length - 1];
    const start = position(first, range.startContainer === first ? range.startOffset : 0);
    const end = position(last, range.endContainer === last ? range.endOffset : last.data.length);
    return start < end ? { start, end } : null;
  };

  const wordsBetween = (start, end) => {
    const whole = [...document.querySelectorAll("#desk-words [data-start]")].map((holder) => holder.textContent).join("");
    return [...whole].slice(start, end).join("");
  };

  const markSelection = () => {
    const span = selectedSpans();
    if (!span) return;
    const value = `${span.start}-${span.end}`;
    const passages = byId("passages");
    if (passages.querySelector(`[value="${value}"]`)) return;
    const label = document.createElement("label");
    label.className = "passage";
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "span", value, checked: true });
    const words = document.createElement("bdi");
    words.dir = "auto";
    words.textContent = wordsBetween(span.start, span.end);
    label.append(box, " ", words);
    passages.append(label);
    byId("desk-live").textContent = `${passages.dataset.marked} ${words.textContent}`;
  };

  // Pressing the button must not take the selection away before it is read.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest("#mark-selection")) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest(".actions__later") && openLater()) event.preventDefault();
    if (event.target.closest("#mark-selection")) markSelection();
    if (event.target.closest("#next-evidence")) nextEvidence();
  });

  // ---- After a swap

  const showCurrentRow = () => {
    const key = byId("desk-card") && byId("desk-card").dataset.comment;
    for (const row of document.querySelectorAll(".row")) {
      const isCurrent = row.id === `row-${key}`;
      row.classList.toggle("row--current", isCurrent);
      const link = row.querySelector(".row__link");
      if (isCurrent) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      if (isCurrent) row.scrollIntoView({ block: "nearest" });
    }
  };

  const showDone = () => {
    const done = document.querySelector("#desk-said template[data-done]");
    const row = done && byId(`row-${done.dataset.done}`);
    if (!row) return;
    row.classList.add("row--done");
    for (const part of row.querySelectorAll(".row__choice, .row__status, .row__evidence--waiting")) part.remove();
    row.querySelector(".row__holder").textContent = "";
    row.querySelector(".row__name").after(done.content);
    done.remove();
  };

  const focusCard = () => {
    const target = document.querySelector("#desk .fault") || byId("desk-card-heading");
    if (target) target.focus({ preventScroll: false });
  };

  const focusAuthor = () => {
    const target = document.querySelector("#desk-author [role=alert]") || byId("author-heading");
    if (target) target.focus();
    const done = document.querySelector("#desk-author .author__done");
    if (done) byId("desk-live").textContent = done.textContent;
  };

  const say = () => {
    const sentences = [...document.querySelectorAll("#desk-said .said__sentence")].map((said) => said.textContent.trim());
    byId("desk-live").textContent = sentences.join(" ");
  };

  const endUndoInTime = () => {
    for (const form of document.querySelectorAll("#desk-said form[data-seconds]")) {
      setTimeout(() => form.isConnected && form.remove(), Number(form.dataset.seconds) * 1000);
    }
  };

  const showWhatNeedsScript = () => {
    for (const id of ["mark-selection", "next-evidence"]) {
      if (byId(id)) byId(id).hidden = false;
    }
  };

  // While another card is on its way, a key means that one, and nothing is done to the card still there.
  let onItsWay = null;
  const isCard = (event) => event.detail.target?.id === "desk-card";

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!isCard(event)) return;
    if (onItsWay) event.preventDefault();
    else onItsWay = event.detail.xhr;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.xhr === onItsWay) onItsWay = null;
    if (!onItsWay) isToBeChosen = false;
  });

  // Not on settling, which comes moments later: the next key may be quicker.
  document.addEventListener("htmx:afterSwap", (event) => {
    const id = event.detail.target.id;
    if (isCard(event)) onItsWay = null;
    if (id === "desk-author") focusAuthor();
    if (id !== "desk-card" && id !== "desk") return;
    if (id === "desk-card") byId("desk").classList.replace("desk--list", "desk--card");
    showWhatNeedsScript();
    showDone();
    showCurrentRow();
    focusCard();
    if (isToBeChosen) {
      isToBeChosen = false;
      selectCurrent();
    }
  });

  // Only once it has settled does the link ask for the file beside the card; before, it would leave the page.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (isFileWanted && event.detail.target.id === "desk-context") answer("h");
  });

  // What the desk asks by itself is no act of the moderator's: nothing is said of it.
  const isContext = (event) => event.detail.target?.id === "desk-context";
  const isWatch = (event) => event.detail.target?.id === "desk-watch" || isContext(event);

  const sayContextLost = () => {
    const context = byId("desk-context");
    context.setAttribute("aria-busy", "false");
    context.querySelector(".context__lost").hidden = false;
    byId("desk-live").textContent = context.textContent.trim();
    isFileWanted = false;
  };

  // Its place goes with the card that it stands beside: an answer that comes later is about another one.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const place = event.detail.elt;
    if (!isContext(event)) return;
    place.addEventListener("htmx:beforeSwap", (late) => place.isConnected || late.preventDefault());
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    if (isWatch(event) || event.detail.target.id === "desk-author") return;
    if (event.detail.requestConfig.verb === "post" && event.detail.xhr.status < 400) {
      say();
      endUndoInTime();
    }
  });

  // ---- When nothing came back

  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];

  const sayLost = (sentence) => {
    byId("desk-live").textContent = sentence;
    const shown = Object.assign(document.createElement("p"), { className: "said__sentence", textContent: sentence });
    byId("desk-said").replaceChildren(shown);
  };

  document.addEventListener("htmx:responseError", (event) => {
    const { forbidden, lost, cookie } = byId("desk-live").dataset;
    if (isContext(event)) sayContextLost();
    if (!isWatch(event)) sayLost(event.detail.xhr.status !== 403 ? lost : token() ? forbidden : cookie);
  });
  document.addEventListener("htmx:sendError", (event) => {
    if (isContext(event)) sayContextLost();
    else if (!isWatch(event)) sayLost(byId("desk-live").dataset.lost);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    // Signed out: the answer is the sign-in page, which has no place in a card.
    if (!event.detail.xhr.responseURL.includes("/desk/")) {
      event.detail.shouldSwap = false;
      if (isContext(event)) sayContextLost();
      sayLost(isWatch(event) ? byId("desk-live").dataset.away : byId("desk-live").dataset.signedOut);
    }
  });
  // Signing in again in another tab changes the token that the forms here still carry.
  document.addEventListener("htmx:configRequest", (event) => {
    if (token() && event.detail.parameters.csrfmiddlewaretoken) event.detail.parameters.csrfmiddlewaretoken = token();
  });

  showWhatNeedsScript();
  endUndoInTime();
}
