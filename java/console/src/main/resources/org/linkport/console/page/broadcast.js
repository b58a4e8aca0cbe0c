// SPDX-License-Identifier: Apache-2.0
// A text to many links at once.

import { ask, el, toast } from "./element.js";
import { whole } from "./format.js";
import { lockedNote, textForm } from "./link.js";
import { get, post } from "./server.js";
import { t } from "./text.js";

export class BroadcastForm {
  constructor() {
    this.group = el("select", { id: "broadcast-group" }, el("option", { value: "", textContent: t("broadcast.all") }));
    const { form, line } = textForm("broadcast", t("broadcast.title"), (text) => this.sure(text));
    line.prepend(el("label", { className: "soft" }, t("broadcast.to"), " ", this.group));
    this.element = el(
      "details",
      { className: "card section", id: "broadcast", on: { toggle: () => this.loadGroups() } },
      el("summary", { textContent: t("broadcast.title") }),
      lockedNote(),
      form,
    );
  }

  async loadGroups() {
    if (!this.element.open) {
      return;
    }
    try {
      const { groups } = await get("api/groups");
      const chosen = this.group.value;
      const options = groups.map((name) => el("option", { value: name, textContent: name, selected: name === chosen }));
      this.group.replaceChildren(el("option", { value: "", textContent: t("broadcast.all") }), ...options);
    } catch (failure) {
      toast(t("error.refused", { why: failure.message }), "bad");
    }
  }

  async sure(text) {
    const group = this.group.value;
    const agreed = await ask({
      title: t("broadcast.title"),
      content: t("broadcast.ask", { bytes: whole(new TextEncoder().encode(text).length), who: group || t("broadcast.all") }),
      agree: t("broadcast.title"),
      refuse: t("cancel"),
    });
    if (!agreed) {
      return;
    }
    try {
      toast(t("broadcast.done", await post(`api/broadcast?${new URLSearchParams(group ? { group } : {})}`, text)));
    } catch (failure) {
      toast(t("error.refused", { why: failure.message || t("error.network") }), "bad");
    }
  }
}
