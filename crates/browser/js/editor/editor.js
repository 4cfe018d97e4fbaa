// The code editor: CodeMirror in the studio's colours, with all that the program wants to say and hear.
// Offsets are those of JavaScript (UTF-16); the program counts bytes and converts.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, startCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { json } from "@codemirror/lang-json";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter, lintKeymap, nextDiagnostic, previousDiagnostic, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";

import { jsonata, jsonataInStrings } from "./jsonata.js";
import { look } from "./look.js";

/** A change that the program made: it is not told about it. */
const fromProgram = Annotation.define();

const LANGUAGES = {
  json: () => [json(), jsonataInStrings],
  yaml: () => [yaml(), jsonataInStrings],
  javascript: () => [javascript()],
  jsonata: () => [jsonata],
  text: () => [],
};

const choose = StateEffect.define();
const chosenLine = Decoration.line({ class: "cm-chosen" });

/** The lines that are chosen elsewhere, such as those of the state that is selected in the picture. */
const chosen = StateField.define({
  create: () => Decoration.none,
  update(lines, transaction) {
    lines = lines.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(choose)) lines = decorate(transaction.state.doc, effect.value);
    }
    return lines;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function decorate(doc, range) {
  if (!range) return Decoration.none;
  const first = doc.lineAt(range.from).number;
  const last = doc.lineAt(range.to).number;
  const lines = [];
  for (let number = first; number <= last; number++) lines.push(chosenLine.range(doc.line(number).from));
  return Decoration.set(lines);
}

export function create(parent, options) {
  let hear = {};
  const language = new Compartment();
  const closed = new Compartment();
  const name = new Compartment();

  const complete = (context) => {
    if (!hear.complete) return null;
    const found = hear.complete(context.state.doc.toString(), context.pos, context.explicit);
    if (!found) return null;
    return {
      from: Math.min(found.from, context.pos),
      options: found.items.map(({ label, detail, info, insert, kind, rank }) => ({
        label,
        detail: detail || undefined,
        info: info || undefined,
        apply: insert || undefined,
        type: kind,
        boost: -rank,
      })),
      // What has been typed since narrows the list; anything else asks again.
      validFor: /^[\w$.:-]*$/,
    };
  };

  const step = (name) => () => {
    hear.undo?.(name);
    return true;
  };
  const ownUndo = [
    keymap.of([
      { key: "Mod-z", run: step("undo"), preventDefault: true },
      { key: "Mod-y", run: step("redo"), preventDefault: true },
      { key: "Mod-Shift-z", run: step("redo"), preventDefault: true },
    ]),
    EditorView.domEventHandlers({
      beforeinput(event) {
        const step = { historyUndo: "undo", historyRedo: "redo" }[event.inputType];
        if (!step) return false;
        event.preventDefault();
        hear.undo?.(step);
        return true;
      },
    }),
  ];

  const labels = (label, isClosed) =>
    EditorView.contentAttributes.of({
      "aria-label": label,
      tabindex: "0",
      spellcheck: "false",
      autocorrect: "off",
      autocapitalize: "off",
      ...(isClosed ? { "aria-readonly": "true" } : {}),
    });

  const state = EditorState.create({
    doc: options.text,
    extensions: [
      options.isSlim ? [] : [lineNumbers(), highlightActiveLineGutter(), codeFolding(), foldGutter(FOLD), lintGutter()],
      highlightSpecialChars(),
      options.hasOwnUndo ? ownUndo : [history(), keymap.of(historyKeymap)],
      drawSelection(),
      indentOnInput(),
      indentUnit.of("  "),
      EditorState.tabSize.of(2),
      bracketMatching(),
      closeBrackets(),
      autocompletion({ override: [complete], icons: true }),
      highlightActiveLine(),
      highlightSelectionMatches(),
      search({ top: true }),
      EditorState.languageData.of(() => [{ closeBrackets: { brackets: ["(", "[", "{", '"'] } }]),
      chosen,
      look,
      language.of(LANGUAGES[options.language]()),
      closed.of(EditorState.readOnly.of(options.isReadOnly)),
      name.of(labels(options.label, options.isReadOnly)),
      options.isWrapped ? EditorView.lineWrapping : [],
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !update.transactions.some((transaction) => transaction.annotation(fromProgram))) {
          hear.change?.(update.state.doc.toString());
        }
        if (update.selectionSet || update.docChanged) {
          const range = update.state.selection.main;
          hear.select?.(range.from, range.to, range.head);
        }
        if (update.focusChanged) hear.focus?.(update.view.hasFocus);
      }),
      keymap.of([
        ...closeBracketsKeymap,
        ...searchKeymap,
        ...foldKeymap,
        ...completionKeymap,
        ...lintKeymap,
        { key: "Shift-F8", run: previousDiagnostic },
        ...defaultKeymap,
        // Escape, then Tab leaves the editor; CodeMirror sees to that.
        indentWithTab,
      ]),
    ],
  });
  const view = new EditorView({ state, parent });
  const inside = (offset) => Math.max(0, Math.min(offset, view.state.doc.length));

  return {
    listen(name, act) {
      hear[name] = act;
    },
    text: () => view.state.doc.toString(),
    setText(text) {
      const change = difference(view.state.doc.toString(), text);
      if (!change) return;
      view.dispatch({ changes: change, annotations: fromProgram.of(true) });
    },
    insert(text) {
      view.dispatch(view.state.replaceSelection(text), { scrollIntoView: true });
    },
    setLanguage(chosen) {
      view.dispatch({ effects: language.reconfigure(LANGUAGES[chosen]()) });
    },
    setReadOnly(label, isClosed) {
      const effects = [closed.reconfigure(EditorState.readOnly.of(isClosed)), name.reconfigure(labels(label, isClosed))];
      view.dispatch({ effects });
    },
    setMarks(starts, ends, severities, messages, sources) {
      const marks = messages.map((message, i) => {
        const from = inside(starts[i]);
        const source = sources[i] || undefined;
        return { from, to: Math.max(from, inside(ends[i])), severity: severities[i], message, source };
      });
      marks.sort((a, b) => a.from - b.from);
      view.dispatch(setDiagnostics(view.state, marks));
    },
    select(from, to) {
      view.dispatch({
        selection: { anchor: inside(from), head: inside(to) },
        effects: EditorView.scrollIntoView(inside(from), { y: "center" }),
      });
    },
    choose(from, to, isShown) {
      const range = from === undefined ? undefined : { from: inside(from), to: inside(to) };
      const effects = [choose.of(range)];
      if (range && isShown) effects.push(EditorView.scrollIntoView(range.from, { y: "center" }));
      view.dispatch({ effects });
    },
    nextMark: () => nextDiagnostic(view),
    previousMark: () => previousDiagnostic(view),
    complete: () => startCompletion(view),
    focus: () => view.focus(),
    hasFocus: () => view.hasFocus,
    destroy() {
      hear = {};
      view.destroy();
    },
  };
}

const FOLD = {
  markerDOM(isOpen) {
    const mark = document.createElement("span");
    mark.className = isOpen ? "cm-fold open" : "cm-fold";
    mark.title = isOpen ? "Fold" : "Unfold";
    return mark;
  },
};

/** The one change that turns a text into another: what stands between the common beginning and end. */
function difference(before, after) {
  if (before === after) return undefined;
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let end = 0;
  while (end < shorter - start && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
