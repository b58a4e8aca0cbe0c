// SPDX-License-Identifier: Apache-2.0
// The links: found, sorted and cut into pages by the server.

import { BroadcastForm } from "./broadcast.js";
import { columns } from "./columns.js";
import { el, setText, toast } from "./element.js";
import * as format from "./format.js";
import { LinkPanel } from "./link.js";
import { get } from "./server.js";
import { t } from "./text.js";

const AGAIN_MILLIS = 2000;
const HEADS = [
  { key: "id", text: "links.id" },
  { key: "remote", text: "links.remote", left: true },
  { key: null, text: "links.state", left: true },
  { key: "worker", text: "links.worker", optional: true },
  { key: "age", text: "links.age" },
  { key: "silent", text: "links.silent", optional: true },
  { key: "received", text: "links.received", optional: true },
  { key: "sent", text: "links.sent", optional: true },
  { key: "messages", text: "links.messages", optional: true },
  { key: "pending", text: "links.pending" },
];

const className = (head) => [head.left ? "left" : "", head.optional ? "optional" : ""].join(" ").trim();

export class Links {
  constructor() {
    this.query = { offset: 0, limit: 50, sort: "pending", order: "desc", filter: "", state: "", worker: "" };
    this.live = true;
    this.chosen = null;
  }

  show(page) {
    this.hidden = false;
    this.panel = new LinkPanel(() => this.choose(null));
    this.body = el("tbody", { className: "rows" });
    this.range = el("span", { id: "range" });
    this.total = el("span", { className: "soft" });
    this.heads = HEADS.map((head) => this.head(head));
    const table = el("table", { id: "links" }, el("thead", {}, el("tr", {}, ...this.heads)), this.body);
    this.split = el(
      "div",
      { className: "split" },
      el("div", {}, el("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": t("tab.links") }, table), this.pager()),
      this.panel.element,
    );
    page.replaceChildren(this.toolbar(), this.split, new BroadcastForm().element);
    this.update();
    this.mark();
    this.choose(this.chosen);
    this.load();
  }

  hide() {
    this.hidden = true;
    clearTimeout(this.timer);
    this.panel.hide();
  }

  /** The workers are known with the first sample. */
  update() {
    const known = columns.last?.workers ?? [];
    for (const worker of known.slice(this.workers.childElementCount - 1)) {
      const value = String(worker.index);
      this.workers.append(el("option", { value, textContent: worker.name, selected: this.query.worker === value }));
    }
  }

  head({ key, text, left, optional }) {
    const inside = key ? el("button", { type: "button", textContent: t(text), on: { click: () => this.sort(key) } }) : t(text);
    const made = el("th", { scope: "col", className: className({ left, optional }) }, inside);
    made.dataset.key = key ?? "";
    return made;
  }

  sort(key) {
    const same = this.query.sort === key;
    this.query.order = same && this.query.order === "desc" ? "asc" : "desc";
    this.query.sort = key;
    this.query.offset = 0;
    this.mark();
    this.load();
  }

  mark() {
    for (const head of this.heads) {
      if (head.dataset.key === this.query.sort) {
        head.setAttribute("aria-sort", this.query.order === "desc" ? "descending" : "ascending");
      } else {
        head.removeAttribute("aria-sort");
      }
    }
  }

  toolbar() {
    const search = el("input", {
      type: "search", id: "filter", placeholder: t("links.filter"), "aria-label": t("links.filter"), value: this.query.filter,
      maxLength: 100,
      on: { input: () => this.ask({ filter: search.value }) },
    });
    const states = ["", "open", "paused", "closing"].map((state) => [state, t(state ? `links.${state}` : "links.any")]);
    const worker = this.select("worker", t("links.worker"), [["", t("links.any")]]);
    this.workers = worker.querySelector("select");
    const live = el("button", {
      type: "button", id: "live", textContent: t("links.live"), "aria-pressed": String(this.live),
      on: { click: () => { this.live = !this.live; live.setAttribute("aria-pressed", String(this.live)); this.load(); } },
    });
    return el(
      "div",
      { className: "toolbar", role: "search" },
      search,
      this.select("state", t("links.state"), states),
      worker,
      this.select("limit", t("links.rows"), [25, 50, 100, 200].map((rows) => [String(rows), String(rows)])),
      el("span", { className: "end" }, this.total, live),
    );
  }

  select(name, label, options) {
    const made = el(
      "select",
      { id: `links-${name}`, on: { change: () => this.ask({ [name]: made.value }) } },
      ...options.map(([value, text]) => el("option", { value, textContent: text, selected: String(this.query[name]) === value })),
    );
    return el("label", {}, label, made);
  }

  pager() {
    const button = (id, text, offset) =>
      el("button", { type: "button", id, textContent: t(text), on: { click: () => { this.query.offset = Math.max(0, offset()); this.load(); } } });
    const size = () => Number(this.query.limit);
    this.first = button("first", "links.first", () => 0);
    this.previous = button("previous", "links.previous", () => this.query.offset - size());
    this.next = button("next", "links.next", () => this.query.offset + size());
    return el("nav", { className: "pager", "aria-label": t("links.rows") }, this.range, this.first, this.previous, this.next);
  }

  ask(change) {
    Object.assign(this.query, change, { offset: 0 });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), 150);
  }

  async load() {
    clearTimeout(this.timer);
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    const parameters = new URLSearchParams(Object.entries(this.query).filter(([, value]) => value !== ""));
    try {
      this.fill(await get(`api/links?${parameters}`, asked.signal));
    } catch (failure) {
      if (failure.name === "AbortError") {
        return;
      }
      if (failure.status !== 503 && failure.status !== 401 && failure.status) {
        toast(t("error.refused", { why: failure.message }), "bad");
      }
    }
    if (this.live && !this.hidden) {
      this.timer = setTimeout(() => this.load(), AGAIN_MILLIS);
    }
  }

  fill(page) {
    if (this.hidden) {
      return;
    }
    if (page.offset > 0 && page.offset >= page.matched) {
      this.query.offset = 0; // they have gone meanwhile
    }
    const known = new Map([...this.body.children].map((row) => [row.dataset.id, row]));
    const rows = page.links.map((link) => this.row(link, known.get(link.id)));
    const none = el("tr", {}, el("td", { colSpan: HEADS.length, className: "empty", textContent: t("links.none") }));
    this.place(rows.length ? rows : [none]);
    const from = page.matched === 0 ? 0 : page.offset + 1;
    const whole = format.whole;
    setText(this.range, t("links.range", { from: whole(from), to: whole(page.offset + rows.length), matched: whole(page.matched) }));
    setText(this.total, t("links.total", { total: whole(page.total) }));
    this.first.disabled = this.previous.disabled = page.offset === 0;
    this.next.disabled = page.offset + rows.length >= page.matched;
  }

  /** Rows that are where they were are not touched: a press on one is a click even if a new page comes before its release. */
  place(rows) {
    const focused = document.activeElement;
    rows.forEach((row, i) => {
      const there = this.body.children[i] ?? null;
      if (there !== row) {
        this.body.insertBefore(row, there);
      }
    });
    [...this.body.children].slice(rows.length).forEach((row) => row.remove());
    focused.focus(); // a row that moves loses it
  }

  row(link, known) {
    const row = known ?? this.emptyRow(link.id);
    const state = t(`links.${link.state}`);
    const texts = [
      link.id, link.remote, state, link.worker, format.millis(link.age), format.millis(link.silent), format.bytes(link.received),
      format.bytes(link.sent), format.whole(link.messages), format.bytes(link.pending),
    ];
    texts.forEach((text, i) => setText(row.cells[i].firstElementChild ?? row.cells[i], String(text)));
    row.cells[2].firstElementChild.dataset.state = link.state;
    return row;
  }

  emptyRow(id) {
    const inside = { 0: el("a", { href: "#/links", on: { click: (event) => event.preventDefault() } }), 2: el("span", { className: "pill" }) };
    const cells = HEADS.map((head, i) => el("td", { className: i === 1 ? "left mono" : className(head) }, inside[i] ?? ""));
    const row = el("tr", { "aria-selected": String(id === this.chosen), on: { click: () => this.choose(id) } }, ...cells);
    row.dataset.id = id;
    return row;
  }

  choose(id) {
    this.chosen = id;
    this.split.classList.toggle("open", id !== null);
    for (const row of this.body.children) {
      row.setAttribute("aria-selected", String(row.dataset.id === id));
    }
    this.panel.choose(id);
  }
}
