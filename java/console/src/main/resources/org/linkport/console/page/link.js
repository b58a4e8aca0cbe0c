// SPDX-License-Identifier: Apache-2.0
// One link: what there is to know, and what may be done to it.

import { ask, el, toast } from "./element.js";
import * as format from "./format.js";
import { get, hasToken, post } from "./server.js";
import { t } from "./text.js";

const AGAIN_MILLIS = 1000;
const ENDS = { none: "", LF: "\n", CRLF: "\r\n" };

/** A text and what it ends with; answers them by text(). */
export function textForm(id, label, submit) {
  const text = el("textarea", { id: `${id}-text`, placeholder: t("send.text"), "aria-label": t("send.text"), maxLength: 60000 });
  const end = el(
    "select",
    { id: `${id}-end` },
    ...Object.keys(ENDS).map((name) => el("option", { value: name, textContent: name === "none" ? t("send.end.none") : name })),
  );
  const button = el("button", { type: "submit", id: `${id}-send`, className: "main", textContent: label, disabled: !hasToken() });
  const line = el("div", { className: "line" }, el("label", { className: "soft" }, t("send.end"), " ", end), button);
  const form = el("form", { className: "form", on: { submit: (event) => { event.preventDefault(); submit(text.value + ENDS[end.value]); } } }, text, line);
  return { form, line, button };
}

export const lockedNote = () => el("p", { className: "note", textContent: t("act.locked"), hidden: hasToken() });

export class LinkPanel {
  constructor(closed) {
    this.closed = closed;
    this.element = el("aside", { className: "card panel", id: "link", hidden: true, tabIndex: -1 });
    this.id = null;
  }

  hide() {
    clearTimeout(this.timer);
    this.id = null;
  }

  choose(id) {
    this.hide();
    this.element.hidden = id === null;
    if (id !== null) {
      this.id = id;
      this.build();
      this.load();
    }
  }

  build() {
    this.facts = el("dl", { className: "facts", id: "facts-of-link" });
    this.note = el("p", { className: "alarm", hidden: true });
    const send = textForm("link", t("send.send"), (text) => this.act("send", text));
    this.actions = ["pause", "resume", "close", "abort"].map((action) =>
      el("button", {
        type: "button", id: `do-${action}`, textContent: t(`link.${action}`), disabled: !hasToken(),
        className: action === "abort" || action === "close" ? "danger" : "",
        on: { click: () => this.sure(action) },
      }));
    this.element.replaceChildren(
      el(
        "header",
        {},
        el("h2", { textContent: t("link.title", { id: this.id }) }),
        el("button", { type: "button", id: "hide-link", className: "quiet", textContent: t("link.hide"), on: { click: this.closed } }),
      ),
      this.note,
      this.facts,
      el("div", { className: "actions" }, ...this.actions),
      lockedNote(),
      send.form,
    );
    this.send = send.button;
  }

  async load() {
    const id = this.id;
    try {
      const link = await get(`api/links/${id}`);
      if (id === this.id) {
        this.fill(link);
      }
    } catch (failure) {
      if (id === this.id && failure.status === 404) {
        this.gone();
        return;
      }
    }
    if (id === this.id) {
      this.timer = setTimeout(() => this.load(), AGAIN_MILLIS);
    }
  }

  gone() {
    this.note.textContent = t("link.gone");
    this.note.hidden = false;
    [...this.actions, this.send].forEach((button) => (button.disabled = true));
  }

  fill(link) {
    const facts = [
      ["links.remote", link.remote],
      ["link.local", link.local],
      ["links.state", t(`links.${link.state}`)],
      ["links.worker", link.worker],
      ["link.opened", format.dateTime(link.opened)],
      ["links.age", format.millis(link.age)],
      ["links.silent", format.millis(link.silent)],
      ["link.sinceSent", format.millis(link.sinceSent)],
      ["links.received", format.bytes(link.received)],
      ["links.sent", format.bytes(link.sent)],
      ["links.messages", format.whole(link.messages)],
      ["link.systemReceives", format.whole(link.systemReceives)],
      ["link.systemSends", format.whole(link.systemSends)],
      ["links.pending", format.bytes(link.pending)],
      ["link.attachment", link.attachment ?? t("link.none")],
      ["link.groups", link.groups.join(", ") || t("link.none")],
    ];
    const parts = facts.flatMap(([key, value]) => [el("dt", { textContent: t(key) }), el("dd", { textContent: value })]);
    this.facts.replaceChildren(...parts);
    this.facts.dataset.state = link.state;
  }

  async sure(action) {
    const risky = action === "close" || action === "abort";
    const id = this.id;
    const agreed =
      !risky ||
      (await ask({
        title: t("link.title", { id }),
        content: t(`link.ask.${action}`),
        agree: t(`link.${action}`),
        refuse: t("cancel"),
        danger: true,
      }));
    if (agreed && id === this.id) {
      this.act(action);
    }
  }

  async act(action, body = "") {
    const name = t(action === "send" ? "send.send" : `link.${action}`);
    try {
      const { outcome } = await post(`api/links/${this.id}/${action}`, body);
      toast(outcome === "done" ? t("link.done", { action: name }) : `${name}: ${outcome}`);
    } catch (failure) {
      toast(t("link.failed", { action: name, why: failure.message || t("error.network") }), "bad");
    }
  }
}
