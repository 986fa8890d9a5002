// The switches: whose chat is shown, and who of the two acts in the group.

import { make } from "./bubbles.js";

export class Tabs {
  constructor(chats, acting, choose, act) {
    this.chats = chats;
    this.acting = acting;
    listen(chats, choose);
    listen(acting, act);
  }

  show(people, labels) {
    const all = [...people.all.values()];
    refill(this.chats, all.map((chat) => tab(chat, chat.isGroup ? labels.group : chat.name, chat === people.current, labels)));
    this.acting.hidden = !people.current.isGroup;
    const persons = all.filter((chat) => !chat.isGroup);
    refill(this.acting.querySelector(".people"), persons.map((one) => tab({ id: one.id }, one.name, one === people.actor, labels)));
  }
}

function listen(element, choose) {
  element.addEventListener("click", (event) => {
    const button = event.target.closest("[data-person]");
    if (button) choose(Number(button.dataset.person));
  });
}

function refill(element, buttons) {
  const held = element.contains(document.activeElement) ? document.activeElement.dataset.person : null;
  element.replaceChildren(...buttons);
  if (held) element.querySelector(`[data-person="${held}"]`)?.focus({ preventScroll: true });
}

function tab({ id, unread }, name, pressed, labels) {
  const button = make("button", "", name);
  button.type = "button";
  button.dataset.person = id;
  button.setAttribute("aria-pressed", String(pressed));
  if (unread) {
    button.append(make("span", "badge", String(Math.min(unread, 99))));
    button.setAttribute("aria-label", `${name}, ${labels.unread} ${unread}`);
  }
  return button;
}
