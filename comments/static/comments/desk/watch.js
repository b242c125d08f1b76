// Holding what is open, and letting go of it on leaving.
"use strict";
{
  const byId = (id) => document.getElementById(id);
  const watch = () => byId("desk-watch");

  const ask = () => watch() && htmx.trigger(watch(), "desk:shown");

  // A swap is told once for each of the pieces it brings: one question is enough for all.
  let isAsked = false;
  const askOnce = () => {
    if (isAsked) return;
    isAsked = true;
    queueMicrotask(() => {
      isAsked = false;
      ask();
    });
  };

  const showHolders = () => {
    const names = new Map([...watch().querySelectorAll("[data-held]")].map((held) => [held.dataset.held, held.textContent]));
    for (const holder of document.querySelectorAll(".row__holder")) {
      holder.textContent = names.get(holder.dataset.comment) || "";
    }
  };

  // The answer may be of a card that has gone meanwhile: the one that is there has its own coming.
  const showHolder = () => {
    const told = watch().querySelector("template[data-comment]");
    const holder = byId("desk-holder");
    if (!told || !holder || told.dataset.comment !== byId("desk-card").dataset.comment) return;
    holder.replaceChildren(told.content.cloneNode(true));
    htmx.process(holder);
  };

  // What came in may have been told while another card was open: the one that is there now stays.
  document.addEventListener("click", (event) => {
    const arrivals = event.target.closest(".watch__new");
    const card = byId("desk-card");
    if (arrivals && card) arrivals.pathname = arrivals.dataset.desk + (card.dataset.comment ? `${card.dataset.comment}/` : "");
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const id = event.detail.target.id;
    if (id === "desk-watch") {
      showHolders();
      showHolder();
    }
    if (id === "desk-card" || id === "desk") askOnce();
  });

  // Only a page that is gone for good: one kept to come back to is asked for again by its watch.
  addEventListener("pagehide", () => {
    const form = watch();
    if (form) navigator.sendBeacon(form.dataset.leave, new FormData(form));
  });
  addEventListener("pageshow", ask);
}
