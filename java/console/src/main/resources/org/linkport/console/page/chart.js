// SPDX-License-Identifier: Apache-2.0
// A chart of the last 15 minutes on a canvas: lines, a filled first one, and the values at the cursor, which all charts
// share. Reached by keyboard, too: the arrow keys move the cursor.

import { clock } from "./format.js";

const WINDOW_MILLIS = 900_000;
const GAP_MILLIS = 5_000;
const LEFT = 62;
const RIGHT = 6;
const TOP = 8;
const BOTTOM = 18;

const charts = new Set();
let cursorTime = null;
let scheduled = false;

/** Has all charts that are shown drawn before the next frame. */
export function redraw() {
  if (!scheduled) {
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      charts.forEach((chart) => chart.draw());
    });
  }
}

function moveCursor(time) {
  cursorTime = time;
  redraw();
}

/** The smallest of 1, 2, 5, 10, 20... that is not below a value; of bytes the smallest power of two. */
function ceiling(value, binary) {
  if (binary) {
    return 2 ** Math.ceil(Math.log2(value));
  }
  const power = 10 ** Math.floor(Math.log10(value));
  const digits = value / power;
  return power * (digits <= 1 ? 1 : digits <= 2 ? 2 : digits <= 5 ? 5 : 10);
}

export class Chart {
  /** @param data answers {time, lines: [{values, color, figure}]}; figure is called with the value at the cursor or the last */
  constructor({ label, format, top = null, data, low = false, binary = false }) {
    this.format = format;
    this.binary = binary;
    this.top = top;
    this.data = data;
    this.end = Date.now(); // until it is drawn
    this.canvas = document.createElement("canvas");
    this.element = document.createElement("div");
    this.element.className = low ? "chart low" : "chart";
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "img");
    this.element.setAttribute("aria-label", label);
    this.element.append(this.canvas);
    this.element.addEventListener("pointermove", (event) => this.point(event));
    this.element.addEventListener("pointerleave", () => moveCursor(null));
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("blur", () => moveCursor(null));
    this.resized = new ResizeObserver(redraw);
  }

  show() {
    charts.add(this);
    this.resized.observe(this.element);
    redraw();
  }

  hide() {
    charts.delete(this);
    this.resized.disconnect();
  }

  point(event) {
    const box = this.element.getBoundingClientRect();
    const share = (event.clientX - box.left - LEFT) / (box.width - LEFT - RIGHT);
    moveCursor(this.end - WINDOW_MILLIS * (1 - Math.min(1, Math.max(0, share))));
  }

  key(event) {
    const step = { ArrowLeft: -5_000, ArrowRight: 5_000 }[event.key];
    if (step) {
      event.preventDefault();
      const time = (cursorTime ?? this.end) + step;
      moveCursor(Math.min(this.end, Math.max(this.end - WINDOW_MILLIS, time)));
    } else if (event.key === "Escape") {
      moveCursor(null);
    }
  }

  draw() {
    const { time, lines } = this.data();
    const width = this.element.clientWidth;
    const height = this.element.clientHeight;
    if (width === 0) {
      return;
    }
    this.end = time.at(-1) ?? Date.now();
    const context = this.context(width, height);
    const style = getComputedStyle(this.element);
    const most = lines.reduce((max, line) => line.values.reduce((a, b) => Math.max(a, b), max), 0);
    const limit = this.top ?? (most > 0 ? ceiling(most * 1.05, this.binary) : this.binary ? 1024 : 1);
    const area = {
      x: (at) => LEFT + ((at - this.end + WINDOW_MILLIS) / WINDOW_MILLIS) * (width - LEFT - RIGHT),
      y: (value) => TOP + (1 - Math.min(value / limit, 1)) * (height - TOP - BOTTOM),
      width,
      height,
    };
    this.grid(context, style, area, limit);
    lines.forEach((line, i) => this.line(context, style, area, time, line, i === 0 && lines.length < 4));
    this.figures(context, style, area, time, lines);
  }

  context(width, height) {
    const scale = devicePixelRatio || 1;
    if (this.canvas.width !== Math.round(width * scale) || this.canvas.height !== Math.round(height * scale)) {
      this.canvas.width = Math.round(width * scale);
      this.canvas.height = Math.round(height * scale);
    }
    const context = this.canvas.getContext("2d");
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    return context;
  }

  grid(context, style, area, limit) {
    context.font = `11px ${style.fontFamily}`;
    context.fillStyle = style.getPropertyValue("--soft");
    context.strokeStyle = style.getPropertyValue("--grid");
    context.lineWidth = 1;
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const share of area.height < 100 ? [0, 1] : [0, 0.5, 1]) {
      const y = Math.round(area.y(limit * share)) + 0.5;
      stroke(context, LEFT, y, area.width - RIGHT, y);
      context.fillText(this.format(limit * share), LEFT - 6, y);
    }
    context.textBaseline = "alphabetic";
    for (const minutes of [15, 10, 5, 0]) {
      const x = Math.round(area.x(this.end - minutes * 60_000)) + 0.5;
      context.textAlign = minutes === 0 ? "right" : minutes === 15 ? "left" : "center";
      context.fillText(clock(this.end - minutes * 60_000).slice(0, 5), x, area.height - 4);
    }
  }

  line(context, style, area, time, { values, color }, filled) {
    const paint = style.getPropertyValue(color);
    context.strokeStyle = paint;
    context.lineWidth = 1.5;
    context.lineJoin = "round";
    let begun = null;
    context.beginPath();
    for (let i = 0; i < time.length; i++) {
      const x = area.x(time[i]);
      if (begun === null || time[i] - time[i - 1] > GAP_MILLIS) {
        begun ??= x;
        context.moveTo(x, area.y(values[i]));
      } else {
        context.lineTo(x, area.y(values[i]));
      }
    }
    context.stroke();
    if (filled && begun !== null) {
      context.lineTo(area.x(this.end), area.y(0));
      context.lineTo(begun, area.y(0));
      context.globalAlpha = 0.1;
      context.fillStyle = paint;
      context.fill();
      context.globalAlpha = 1;
    }
  }

  figures(context, style, area, time, lines) {
    let at = time.length - 1;
    if (cursorTime !== null && at >= 0) {
      at = nearest(time, cursorTime);
      const x = Math.round(area.x(time[at])) + 0.5;
      context.strokeStyle = style.getPropertyValue("--soft");
      stroke(context, x, TOP, x, area.height - BOTTOM);
      context.fillStyle = style.getPropertyValue("--ink");
      context.textAlign = x > area.width / 2 ? "right" : "left";
      context.fillText(clock(time[at]), x + (x > area.width / 2 ? -5 : 5), TOP + 10);
    }
    lines.forEach((line) => line.figure?.(at < 0 ? 0 : line.values[at]));
  }
}

function stroke(context, x1, y1, x2, y2) {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

function nearest(time, wanted) {
  let low = 0;
  let high = time.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time[middle] < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low > 0 && wanted - time[low - 1] < time[low] - wanted ? low - 1 : low;
}
