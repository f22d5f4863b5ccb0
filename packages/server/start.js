// The way in for a Node of one's own. An old one cannot read TypeScript, and would only say ERR_UNKNOWN_FILE_EXTENSION.
const oldest = 24
if (Number(process.versions.node.split(".")[0]) < oldest) {
  process.stderr.write(
    `\nCovenant needs Node ${oldest} or newer, and this is ${process.versions.node}. Start it with "npx --yes pnpm@12 start", which brings its own, or install a newer one.\n\n`,
  )
  process.exitCode = 1
} else await import("./src/main.ts")
