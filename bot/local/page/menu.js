// The commands menu: arrows move, Enter sends, Esc closes and gives the focus back.

import { make } from "./bubbles.js";

export class Menu {
  constructor(element, opener, choose) {
    this.element = element;
    this.opener = opener;
    opener.addEventListener("click", () => (element.hidden ? this.open() : this.close(true)));
    element.addEventListener("click", (event) => {
      const item = event.target.closest("[data-say]");
      if (!item) return;
      this.close(true);
      choose(item.dataset.say);
    });
    element.addEventListener("keydown", (event) => this.move(event));
    document.addEventListener("pointerdown", (event) => {
      if (!element.contains(event.target) && !opener.contains(event.target)) this.close(false);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !element.hidden) {
        event.preventDefault();
        this.close(true);
      }
    });
  }

  list(commands) {
    this.element.replaceChildren(
      ...commands.map(({ name, summary }) => {
        const item = make("button", "", make("b", "", `/${name}`), make("span", "", summary));
        item.type = "button";
        item.setAttribute("role", "menuitem");
        item.dataset.say = `/${name}`;
        item.tabIndex = -1;
        return item;
      }),
    );
  }

  open() {
    this.element.hidden = false;
    this.opener.setAttribute("aria-expanded", "true");
    this.element.firstElementChild?.focus();
  }

  close(giveBack) {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.opener.setAttribute("aria-expanded", "false");
    if (giveBack) this.opener.focus();
  }

  move(event) {
    const items = [...this.element.children];
    const here = items.indexOf(document.activeElement);
    const there = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === "Tab") this.close(true);
    if (there === undefined) return;
    event.preventDefault();
    items[(there + items.length) % items.length].focus();
  }
}
