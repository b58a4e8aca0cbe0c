// SPDX-License-Identifier: Apache-2.0
// What the whole Linkport does: a card for each figure, each with its last 15 minutes.

import { Chart } from "./chart.js";
import { columns } from "./columns.js";
import { el, setText } from "./element.js";
import * as format from "./format.js";
import { t } from "./text.js";

const REASON_COLORS = ["--s1", "--s2", "--s3", "--s4", "--s5", "--s6"];

/** Figures above a chart: {label, color, values(), format}. */
function card(title, lines, { format: axis, top = null, binary = false } = {}) {
  const figures = lines.map((line) => {
    const value = el("b", { textContent: "–" });
    const mark = el("i");
    mark.style.setProperty("--color", `var(${line.color})`);
    return { value, element: el("span", { className: "figure" }, mark, value, el("small", { textContent: line.label })) };
  });
  const chart = new Chart({
    label: t("chart.window", { title }),
    format: axis ?? lines[0].format,
    top,
    binary,
    data: () => ({
      time: columns.time,
      lines: lines.map((line, i) => ({
        values: line.values(),
        color: line.color,
        figure: (value) => setText(figures[i].value, (line.format ?? axis)(value)),
      })),
    }),
  });
  const element = el(
    "section",
    { className: "card" },
    el("header", {}, el("h3", { textContent: title }), el("div", { className: "figures" }, ...figures.map((f) => f.element))),
    chart.element,
  );
  return { element, chart };
}

const series = (key) => () => columns.series[key] ?? [];

function cards() {
  const line = (label, color, values, form) => ({ label: t(label), color, values, format: form });
  return [
    card(t("overview.links"), [line("overview.open", "--s1", series("links"), format.whole)], { format: format.count }),
    card(t("overview.churn"), [
      line("overview.accepted", "--s3", series("accepted"), format.perSecond),
      line("overview.closed", "--s5", series("closed"), format.perSecond),
    ]),
    card(t("overview.messages"), [
      line("overview.messagesSent", "--s1", series("messagesSent"), format.perSecond),
      line("overview.receives", "--s2", series("receives"), format.perSecond),
      line("overview.rejected", "--s5", series("messagesRejected"), format.perSecond),
    ]),
    card(t("overview.bytes"), [
      line("overview.in", "--s2", series("bytesReceived"), format.bytesPerSecond),
      line("overview.out", "--s1", series("bytesSent"), format.bytesPerSecond),
    ], { binary: true }),
    card(t("overview.busy"), [
      line("overview.mean", "--s1", () => columns.busyMean(), format.percent),
      line("overview.most", "--s2", () => columns.busyMost(), format.percent),
    ], { top: 1 }),
    card(t("overview.batch"), [line("overview.events", "--s4", () => columns.eventsPerStep(), format.count)]),
    card(t("overview.pending"), [line("overview.pendingBytes", "--s2", series("pendingBytes"), format.bytes)], { binary: true }),
    card(t("overview.chunks"), [
      line("overview.sendChunks", "--s1", series("sendChunks"), format.count),
      line("overview.receiveChunks", "--s2", series("receiveChunks"), format.count),
    ]),
    card(t("overview.errors"), [
      line("overview.systemErrors", "--s5", series("errors"), format.perSecond),
      line("overview.handlerErrors", "--s2", series("handlerErrors"), format.perSecond),
    ]),
  ];
}

/** Closes by reason: a line for each reason that there was, most frequent first. */
class Reasons {
  constructor() {
    const title = t("overview.reasons");
    this.figures = el("div", { className: "figures many" });
    this.shown = "";
    this.chart = new Chart({ label: t("chart.window", { title }), format: format.perSecond, data: () => this.data() });
    this.element = el(
      "section",
      { className: "card", id: "reasons" },
      el("header", {}, el("h3", { textContent: title }), this.figures),
      this.chart.element,
    );
  }

  data() {
    const totals = Object.entries(columns.last?.closed ?? {}).sort((a, b) => b[1] - a[1]);
    const shown = totals.map(([reason, total]) => `${reason} ${total}`).join();
    if (shown !== this.shown || (totals.length === 0 && columns.last)) { // before the first sample nothing is known
      this.shown = shown;
      this.figures.replaceChildren(...(totals.length ? totals.map(figure) : [el("small", { textContent: t("overview.noCloses") })]));
    }
    const none = new Array(columns.time.length).fill(0);
    const lines = totals.slice(0, REASON_COLORS.length).map(([reason], i) => ({
      values: columns.closes[reason] ?? none,
      color: REASON_COLORS[i],
    }));
    return { time: columns.time, lines };
  }
}

function figure([reason, total], i) {
  const mark = el("i");
  mark.style.setProperty("--color", `var(${REASON_COLORS[i] ?? "--line"})`);
  const value = el("b", { textContent: format.whole(total), title: t("closes.total") });
  return el("span", { className: "figure" }, mark, value, el("small", { className: "mono", textContent: reason }));
}

class Errors {
  constructor() {
    this.body = el("tbody");
    const heads = ["errors.reason", "errors.code", "errors.text", "errors.count"];
    this.element = el(
      "section",
      { className: "card wide-card", id: "errors" },
      el("header", {}, el("h3", { textContent: t("overview.errorTable") })),
      el(
        "div",
        { className: "scroll" },
        el("table", {}, el("thead", {}, el("tr", {}, ...heads.map((key) => el("th", { scope: "col", textContent: t(key) })))), this.body),
      ),
    );
    this.shown = null;
  }

  update() {
    const errors = columns.last?.errors ?? [];
    const shown = JSON.stringify(errors);
    if (shown === this.shown) {
      return;
    }
    this.shown = shown;
    const rows = errors.map((error) =>
      el("tr", {}, ...[error.reason, error.code || "–", error.text || "–", format.whole(error.count)].map((text) =>
        el("td", { className: text === error.reason ? "mono" : "", textContent: text }))));
    this.body.replaceChildren(...(rows.length ? rows : [el("tr", {}, el("td", { colSpan: 4, className: "empty", textContent: t("overview.noErrors") }))]));
  }
}

export class Overview {
  show(page) {
    const all = cards();
    const reasons = new Reasons();
    all.splice(2, 0, reasons);
    this.charts = all.map((each) => each.chart);
    this.errors = new Errors();
    page.replaceChildren(el("div", { className: "cards", id: "overview" }, ...all.map((each) => each.element), this.errors.element));
    this.charts.forEach((chart) => chart.show());
    this.update();
  }

  update() {
    this.errors.update();
  }

  hide() {
    this.charts.forEach((chart) => chart.hide());
  }
}
