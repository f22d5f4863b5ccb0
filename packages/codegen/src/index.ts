/** Contract in, files out. Loading this module is cheap: compilers are loaded when there is something to generate. */
export { describeDrift, untrackedGenerated, type Drift } from "./drift.ts"
export { contractIsFresh, generateContract, type Generated, type GenerateOptions } from "./generate-contract.ts"
export { ContractError } from "./openapi-document.ts"
