/* What can be measured of a page that is open: each measure returns what falls short, and where. */
(measure) => {
  const name = (e) => {
    const own = e.id ? `#${e.id}` : e.className && typeof e.className === "string" ? `.${e.className.split(" ")[0]}` : "";
    const words = (e.textContent || e.value || "").trim().replace(/\s+/g, " ").slice(0, 30);
    return `${e.localName}${own} “${words}”`;
  };
  const isSeen = (e) => e.checkVisibility({opacityProperty: true, visibilityProperty: true})
    && !e.closest(".visually-hidden, .comments-form__trap, .skip, iframe");

  const measures = {
    /* WCAG 2.5.8. What stands in a sentence is as high as its line; what ticks a box is the words beside it too. */
    smallTargets() {
      const isInSentence = (e) => {
        if (getComputedStyle(e).display !== "inline") return false;
        const around = [...e.parentElement.childNodes].filter((n) => n !== e && n.nodeType === 3);
        return around.some((n) => /[\p{L}]/u.test(n.data));
      };
      return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
        .filter((e) => isSeen(e) && !isInSentence(e))
        .map((e) => [e, (e.matches("[type=checkbox], [type=radio]") && e.labels[0] || e).getBoundingClientRect()])
        .filter(([e, box]) => box.width < 24 || box.height < 23.99)
        .map(([e, box]) => `${name(e)}: ${box.width.toFixed(0)} × ${box.height.toFixed(1)}`);
    },

    /* WCAG 1.4.10, 1.4.12: nothing is wider than the screen, or than what it stands in and is cut off by. */
    cutOff() {
      const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
      const clips = [...document.querySelectorAll("body *")].filter((e) => {
        if (!isSeen(e) || e.closest("svg")) return false;
        const style = getComputedStyle(e);
        const clipsAcross = ["hidden", "clip"].includes(style.overflowX);
        const clipsDown = ["hidden", "clip"].includes(style.overflowY);
        return clipsAcross && e.scrollWidth > e.clientWidth + 1 || clipsDown && e.scrollHeight > e.clientHeight + 1;
      });
      return [...(wide > 0 ? [`${wide} too wide`] : []), ...clips.map((e) => `cut off: ${name(e)}`)];
    },

    /* WCAG 1.4.12, to the letter. */
    spaceText() {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
        p { margin-block-end: 2em !important; }`);
      document.adoptedStyleSheets.push(sheet);
    },

    /* WCAG 1.3.2: what comes later in the page stands below, or beside in the direction of reading. */
    outOfOrder() {
      const said = [...document.querySelectorAll("h1, h2, h3, p, li, dt, dd, label, input, textarea, button, summary, figure, table")]
        .filter((e) => isSeen(e) && e.getClientRects().length);
      const found = [];
      for (let i = 1; i < said.length; i += 1) {
        const [one, next] = [said[i - 1], said[i]];
        if (one.contains(next)) continue;
        const [a, b] = [one.getBoundingClientRect(), next.getBoundingClientRect()];
        const isRightToLeft = getComputedStyle(next.parentElement).direction === "rtl";
        const isInLaterColumn = isRightToLeft ? b.right <= a.left + 1 : b.left >= a.right - 1;
        const isInEarlierColumn = isRightToLeft ? b.left >= a.right - 1 : b.right <= a.left + 1;
        const isAbove = b.bottom <= a.top + 1 && !isInLaterColumn;
        const isBefore = b.top < a.bottom - 1 && isInEarlierColumn;
        if (isAbove || isBefore) found.push(`${name(next)} before ${name(one)}`);
      }
      return found;
    },

    /* WCAG 2.3.3: asked for by whom movement makes ill. */
    moving() {
      const moves = (style) => [style.transitionDuration, style.animationDuration].some((d) => d.split(",").some((s) => parseFloat(s) > 0.001))
        || style.scrollBehavior === "smooth";
      return [...document.querySelectorAll("*")]
        .filter((e) => [null, "::before", "::after"].some((part) => moves(getComputedStyle(e, part))))
        .map(name);
    },

    /* WCAG 1.4.1: a link among words is underlined, a mark has a line under it, a field in error says so in words. */
    byColourAlone() {
      const links = [...document.querySelectorAll("main :is(p, li, dd, h3, figcaption) a")].filter((e) => {
        const words = [...e.parentElement.childNodes].filter((n) => n.nodeType === 3 && /\p{L}/u.test(n.data));
        const style = getComputedStyle(e);
        return isSeen(e) && words.length && style.display === "inline" && style.textDecorationLine !== "underline";
      });
      const marks = [...document.querySelectorAll("mark")].filter((e) => parseFloat(getComputedStyle(e).borderBlockEndWidth) < 2);
      const fields = [...document.querySelectorAll("main .is-invalid")].filter((e) => {
        const told = (e.closest("[aria-describedby]")?.getAttribute("aria-describedby") || "").split(" ").map((id) => document.getElementById(id));
        return e.matches("input, textarea, select") && !(e.ariaInvalid === "true" && told.some((t) => t && t.textContent.trim()));
      });
      const current = [...document.querySelectorAll("main nav [aria-current], .languages [aria-current]")]
        .filter((e) => parseInt(getComputedStyle(e).fontWeight) < 600);
      return [...links, ...marks, ...fields, ...current].map(name);
    },

    /* WCAG 1.4.11, 2.4.7 where colours are forced: what is filled in or pressed has an edge or a line under it. */
    withoutEdge() {
      const paper = getComputedStyle(document.body).backgroundColor;
      return [...document.querySelectorAll("main :is(.comments-button, .form-control, .comments-errors, mark, .draft)")]
        .filter((e) => isSeen(e))
        .filter((e) => {
          const style = getComputedStyle(e);
          return !(parseFloat(style.borderBlockEndWidth) >= 1 && style.borderBlockEndStyle !== "none"
            && style.borderBlockEndColor !== paper && style.borderBlockEndColor !== "rgba(0, 0, 0, 0)");
        })
        .map(name);
    },

    /* WCAG 3.1.2: four words in Latin letters, where Arabic ones are announced. */
    foreign() {
      return [...document.querySelectorAll("body *")].filter((e) => {
        const words = [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join(" ");
        return isSeen(e) && !e.matches("textarea") && /\p{Script=Latin}{2,}(\s+\p{Script=Latin}+){3}/u.test(words)
          && ["ar", "ckb"].includes(e.closest("[lang]").lang);
      }).map(name);
    },

    /* What Tab should come to, in the order of the page; each is numbered, so that it can be told apart.
       Some states begin in a summary of errors: the focus is set before the first, which is where a page begins else. */
    tabbable() {
      const isReached = (e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({visibilityProperty: true});
      const isTheirGroups = (e, all) => e.type !== "radio" || e.checked
        || !all.some((o) => o.name === e.name && o.checked) && all.find((o) => o.type === "radio" && o.name === e.name) === e;
      const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex]")]
        .filter(isReached);
      const names = all.filter((e) => isTheirGroups(e, all)).map((e, i) => (e.dataset.place = i, name(e)));
      const top = document.createElement("span");
      top.tabIndex = -1;
      document.body.prepend(top);
      top.focus();
      return names;
    },

    /* Where the focus is, and how thick the line around it; null where it has left the page. */
    focused() {
      const e = document.activeElement;
      if (!e || e === document.body || !e.dataset.place) return null;
      const style = getComputedStyle(e);
      const paper = getComputedStyle(document.body).backgroundColor;
      const isDrawn = style.outlineStyle !== "none" && style.outlineColor !== paper;
      const box = e.getBoundingClientRect();
      const isOnScreen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      const top = isOnScreen && document.elementFromPoint(
        Math.min(Math.max(box.left + Math.min(box.width / 2, 8), 0), innerWidth - 1),
        Math.min(Math.max(box.top + Math.min(box.height / 2, 8), 0), innerHeight - 1));
      return {place: Number(e.dataset.place), outline: isDrawn ? parseFloat(style.outlineWidth) : 0, isOnScreen,
              isCovered: isOnScreen && !(top && (e.contains(top) || top.contains(e) || e.closest("label")?.contains(top)))};
    },
  };
  return measures[measure]();
}
