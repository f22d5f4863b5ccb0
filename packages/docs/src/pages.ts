import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

/** One built page, ready to be answered as it lies on disk. */
export interface DocsPage {
  /** Path below the origin, without a trailing slash: `/docs`, `/docs/store`, `/docs/errors`. */
  path: string
  /** Absolute path of the file. */
  file: string
  /** Absolute path of the same bytes, gzipped; answer it with `content-encoding: gzip`. */
  gzip_file: string
  /**
   * Every header the answer needs besides `content-encoding` and `content-length`: content type, weak ETag (the same
   * for both files), caching, `vary`, and the Content-Security-Policy with the hashes of the page's own scripts.
   */
  headers: Readonly<Record<string, string>>
}

/** Where the pages were built; `pages.json` in it lists them. */
export const buildFolder = fileURLToPath(new URL("../build/", import.meta.url))

/**
 * The pages to serve, as the last build left them.
 *
 * Reads one small file. Throws when nothing was built yet. The headers hold hashes of the files as they are now: read
 * the files at the same time, or call this again after a build.
 */
export function docsPages(folder: string = buildFolder): DocsPage[] {
  const root = folder.endsWith("/") ? folder : `${folder}/`
  return readList(root).map(({ path, file, headers }) => ({
    path,
    file: `${root}${file}`,
    gzip_file: `${root}${file}.gz`,
    headers,
  }))
}

/** An entry of `pages.json`: like {@link DocsPage}, with the file's name in the folder. */
export interface PageEntry {
  path: string
  file: string
  headers: Record<string, string>
}

function readList(root: string): PageEntry[] {
  try {
    const entries: PageEntry[] = JSON.parse(readFileSync(`${root}pages.json`, "utf8")) // written by build-docs.ts alone
    return entries
  } catch (error) {
    throw new Error(`The documentation is not built. Run pnpm generate.`, { cause: error })
  }
}

/**
 * Where the landing page asks for the sandbox's facts. The server answers {@link SandboxFacts} there as JSON in the
 * sandbox, and 404 everywhere else; the page then keeps its placeholders.
 */
export const sandboxFactsPath = "/docs/sandbox.json"

/** What the landing page may know of a sandbox: what anybody who can reach one may know. */
export interface SandboxFacts {
  /** `pk_…`, filled into the samples. It identifies a storefront and grants nothing. */
  publishable_key: string | null
  /** Of the demo data, the same in every sandbox. */
  customer: { email: string; password: string }
  /** The address alone; the password is on the start screen. */
  administrator: string | null
  /** Where a click signs in at a provider; null where there is none. */
  sign_in: { name: string; href: string } | null
}

/** The documentation address of an error code, from the origin: `/docs/errors#weak_password`. */
export const errorPath = (code: string): string => `/docs/errors#${code}`
