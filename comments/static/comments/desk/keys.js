// Which key was pressed, by the Latin letter that is printed on the buttons, whatever a keyboard is set to.
"use strict";
const deskKey = (event) => {
  // With Caps Lock on, a letter alone still means what it does alone.
  const cased = (letter) => (event.shiftKey ? letter.toUpperCase() : letter.toLowerCase());
  if (/^[a-z]$/i.test(event.key)) return cased(event.key);
  // Arabic, Hebrew, Cyrillic: by its place. Not ş or ı, which stand on Latin keyboards where others are printed.
  if (!/^[^\x00-\x7f]$/u.test(event.key) || /\p{Script=Latin}/u.test(event.key)) return event.key;
  if (event.code === "Slash") return event.shiftKey ? "?" : "/";
  const place = /^(?:Key([A-Z])|(?:Digit|Numpad)(\d))$/.exec(event.code);
  return place ? place[2] || cased(place[1]) : event.key;
};
