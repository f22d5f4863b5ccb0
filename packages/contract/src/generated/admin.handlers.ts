// Generated from openapi/admin.yaml by pnpm generate. Do not edit.
import type { Answer, Call } from "../handlers.ts"
import type { operations } from "./admin.server.d.ts"

export interface AdminAuthHandlers<Context> {
  /** `GET /admin/auth`: Get the signed-in user. */
  getAdminAuth(call: Call<operations["getAdminAuth"], "user">, context: Context): Answer<operations["getAdminAuth"]>
  /** `POST /admin/auth`: Create a cookie session for staff. */
  createAdminSession(call: Call<operations["createAdminSession"], "anonymous">, context: Context): Answer<operations["createAdminSession"]>
  /** `DELETE /admin/auth`: Delete the session of staff. */
  deleteAdminSession(call: Call<operations["deleteAdminSession"], "user">, context: Context): Answer<operations["deleteAdminSession"]>
  /** `POST /admin/auth/token`: Create an access token for staff. */
  createAdminToken(call: Call<operations["createAdminToken"], "anonymous">, context: Context): Answer<operations["createAdminToken"]>
}

export interface AdminUsersHandlers<Context> {
  /** `GET /admin/users/{id}`: Get a user. */
  getAdminUser(call: Call<operations["getAdminUser"], "user">, context: Context): Answer<operations["getAdminUser"]>
}

/** What the Admin contract asks of a server, by tag. */
export interface AdminHandlers<Context> {
  auth: AdminAuthHandlers<Context>
  users: AdminUsersHandlers<Context>
}
