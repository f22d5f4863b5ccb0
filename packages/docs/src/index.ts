export * from "./pages.ts"
