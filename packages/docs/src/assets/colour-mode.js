// Light or dark, before the first paint: what someone chose on any of the pages, else what the system says.
// The key is Redoc's own, so that one choice holds for the references too.
try {
  const chosen = localStorage.getItem("redoc.colorMode")
  if (chosen === "light" || chosen === "dark") document.documentElement.classList.add(chosen)
} catch {
  // Storage can be forbidden; the system's preference then decides, in the style sheet.
}
