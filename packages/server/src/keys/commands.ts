/** What an operator does with keys, for scripts/. */
export type { Surroundings } from "./command.ts"
export { rewrapCommand } from "./rewrap-command.ts"
export { rotateCommand } from "./rotate-command.ts"
export { secretsCommand } from "./secrets-command.ts"
