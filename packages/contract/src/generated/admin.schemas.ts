// Generated from openapi/admin.yaml by pnpm generate. Do not edit.
import type { components } from "./admin.server.d.ts"

export type AdminAuthResponse = components["schemas"]["AdminAuthResponse"]
export type AdminCreateSession = components["schemas"]["AdminCreateSession"]
export type AdminCreateToken = components["schemas"]["AdminCreateToken"]
export type AdminTokenResponse = components["schemas"]["AdminTokenResponse"]
export type AdminUser = components["schemas"]["AdminUser"]
export type AdminUserResponse = components["schemas"]["AdminUserResponse"]
export type ApiError = components["schemas"]["ApiError"]
export type ErrorCode = components["schemas"]["ErrorCode"]
export type ErrorType = components["schemas"]["ErrorType"]
export type FieldError = components["schemas"]["FieldError"]
export type NullableMetadata = components["schemas"]["NullableMetadata"]
export type SuccessResponse = components["schemas"]["SuccessResponse"]
export type UserRole = components["schemas"]["UserRole"]
