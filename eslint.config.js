// Lints our own scripts and styles; what npm lays under static/lib is not ours.

import css from "@eslint/css";
import js from "@eslint/js";

const BROWSER = [
  "AbortController", "CustomEvent", "DataTransfer", "EventSource", "MutationObserver", "ResizeObserver", "URL", "clearTimeout", "console",
  "document", "fetch", "getComputedStyle", "performance", "setInterval", "setTimeout", "window",
];

export default [
  { ignores: ["**/static/lib/**", "node_modules/**", "var/**", ".venv/**", "build/**"] },
  {
    files: ["**/*.js"],
    ...js.configs.recommended,
    languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: Object.fromEntries(BROWSER.map((name) => [name, "readonly"])) },
    rules: {
      ...js.configs.recommended.rules,
      "eqeqeq": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-var": "error",
      "prefer-const": "error",
      "max-lines": ["error", { max: 110 }],
      "no-restricted-properties": ["error", { property: "outerHTML", message: "Build elements, or swap what the server made." }],
    },
  },
  {
    files: ["**/*.css"],
    plugins: { css },
    language: "css/css",
    languageOptions: { tolerant: false },
    rules: {
      ...css.configs.recommended.rules,
      "css/no-important": "off", // [hidden] must win
      "css/no-invalid-properties": ["error", { allowUnknownVariables: true }], // they stand in tokens.css; a test checks each
      "css/use-baseline": ["error", { available: "newly", allowProperties: ["text-spacing-trim", "text-autospace", "scrollbar-width", "text-size-adjust", "accent-color", "font-synthesis-style", "text-wrap", "resize", "user-select"], allowPropertyValues: { "text-wrap": ["pretty"] } }],
    },
  },
];
