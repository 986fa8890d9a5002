// Keys that answer the newest assertion: 1 to 5, and the letters on Certo and Errado. They can be switched off.

import { remember, remembered } from "./people.js";

export class AnswerKeys {
  // `find` gives the element of the newest assertion, `press` presses a button of it.
  constructor(toggle, log, find, press) {
    this.toggle = toggle;
    this.log = log;
    this.find = find;
    this.press = press;
    toggle.addEventListener("click", () => this.set(!this.on));
    document.addEventListener("keydown", (event) => this.hear(event));
    this.set(remembered("keys") !== "off");
  }

  set(on) {
    this.on = on;
    document.documentElement.dataset.keys = on ? "on" : "off";
    this.toggle.setAttribute("aria-pressed", String(on));
    remember("keys", on ? "on" : "off");
  }

  hear(event) {
    if (!this.on || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input, textarea, [role=menu]")) return;
    const article = this.find();
    const button = article && buttonOf(article, event.key.toUpperCase());
    if (!button) return;
    event.preventDefault();
    if (this.sees(button)) this.press(button);
    else article.scrollIntoView({ block: "end" }); // nobody answers what they cannot see
  }

  sees(element) {
    const { top, bottom } = element.getBoundingClientRect();
    const frame = this.log.getBoundingClientRect();
    return top >= frame.top - 1 && bottom <= frame.bottom + 1;
  }
}

function buttonOf(article, key) {
  return [...article.querySelectorAll("[data-keys]")].find((button) => button.dataset.keys.split(" ").includes(key));
}
