// How the editor looks: by the studio's tokens alone, so that light and dark follow the page.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.attributeName, tags.definition(tags.propertyName)], color: "var(--code-key)" },
  { tag: [tags.string, tags.regexp, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: tags.number, color: "var(--code-number)" },
  { tag: [tags.bool, tags.null, tags.atom, tags.keyword, tags.special(tags.variableName)], color: "var(--code-atom)" },
  { tag: [tags.comment, tags.meta], color: "var(--code-comment)" },
  { tag: [tags.function(tags.variableName), tags.className, tags.definition(tags.variableName)], color: "var(--code-key)" },
  { tag: tags.invalid, color: "var(--fail)" },
]);

const theme = EditorView.theme({
  "&": { height: "100%", color: "var(--text)", backgroundColor: "var(--surface)", fontSize: "var(--size-3, 13px)" },
  "&.cm-focused": { outline: "none" },
  // Above the gutter, which would hide an outline.
  "&.cm-focused::after": {
    content: '""',
    position: "absolute",
    inset: "0",
    zIndex: "250",
    pointerEvents: "none",
    boxShadow: "inset 0 0 0 2px var(--accent)",
  },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", overflow: "auto" },
  ".cm-content": { caretColor: "var(--text)", padding: "8px 0" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--accent) 24%, transparent)",
  },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--text-3)", border: "none", paddingLeft: "4px" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent) 5%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--text)" },
  ".cm-chosen": { backgroundColor: "color-mix(in srgb, var(--accent) 10%, transparent)" },
  ".cm-jsonata": { backgroundColor: "color-mix(in srgb, var(--code-atom) 9%, transparent)", borderRadius: "3px" },
  ".cm-selectionMatch": { backgroundColor: "color-mix(in srgb, var(--accent) 16%, transparent)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "color-mix(in srgb, var(--ok) 24%, transparent)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "color-mix(in srgb, var(--fail) 24%, transparent)" },
  ".cm-searchMatch": { backgroundColor: "color-mix(in srgb, var(--caught) 30%, transparent)" },
  ".cm-searchMatch-selected": { outline: "1px solid var(--caught)" },
  ".cm-fold": { display: "inline-block", width: "12px", textAlign: "center", cursor: "pointer" },
  ".cm-fold::before": { content: '"›"' },
  ".cm-fold.open::before": { content: '"⌄"' },
  ".cm-foldPlaceholder": { backgroundColor: "var(--sunken)", color: "var(--text-2)", border: "1px solid var(--line)", padding: "0 6px" },
  ".cm-panels": { backgroundColor: "var(--surface-2)", color: "var(--text)", fontFamily: "var(--sans)" },
  ".cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-panel.cm-search": { padding: "6px 8px" },
  ".cm-panel.cm-search [name=close]": { color: "var(--text)", fontSize: "16px", padding: "0 6px" },
  ".cm-textfield": { backgroundColor: "var(--surface)", color: "var(--text)", border: "1px solid var(--control)", borderRadius: "4px" },
  ".cm-button": { backgroundImage: "none", backgroundColor: "var(--surface)", color: "var(--text)", border: "1px solid var(--control)", borderRadius: "4px" },
  ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--text)", border: "1px solid var(--line-strong)", borderRadius: "6px", boxShadow: "var(--shadow-2)" },
  ".cm-tooltip-lint": { maxWidth: "min(560px, 90vw)", fontFamily: "var(--sans)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "18em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--accent-ink)" },
  ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "var(--accent-ink)" },
  ".cm-completionDetail": { color: "var(--text-3)", fontStyle: "normal" },
  ".cm-completionInfo": { maxWidth: "320px", padding: "6px 10px", fontFamily: "var(--sans)" },
  ".cm-diagnostic": { borderLeftWidth: "3px", padding: "6px 10px", whiteSpace: "pre-wrap" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--fail)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--caught)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--run)" },
  ".cm-diagnostic-hint": { borderLeftColor: "var(--idle)" },
  ".cm-diagnosticSource": { color: "var(--text-3)", opacity: "1" },
  ".cm-lintRange": { backgroundImage: "none", textDecoration: "underline wavy", textDecorationSkipInk: "none", textUnderlineOffset: "3px" },
  ".cm-lintRange-error": { textDecorationColor: "var(--fail)" },
  ".cm-lintRange-warning": { textDecorationColor: "var(--caught)" },
  ".cm-lintRange-info": { textDecorationColor: "var(--run)" },
  ".cm-lintRange-hint": { textDecorationColor: "var(--idle)" },
  ".cm-lintRange-active": { backgroundColor: "color-mix(in srgb, var(--caught) 20%, transparent)" },
  ".cm-panel.cm-panel-lint ul [aria-selected]": { backgroundColor: "var(--accent-soft)", color: "var(--text)" },
});

export const look = [theme, syntaxHighlighting(colours)];
