// Generated from openapi/admin.yaml by pnpm generate. Do not edit.
export interface paths {
    "/admin/auth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the signed-in user
         * @description Answers the member of staff who is signed in.
         */
        get: operations["getAdminAuth"];
        put?: never;
        /**
         * Create a cookie session for staff
         * @description Signs a member of staff in and sets the session cookie. All causes of a failure look the same. Credentials that come with the request are ignored.
         */
        post: operations["createAdminSession"];
        /**
         * Delete the session of staff
         * @description Signs out: ends this session, its cookie and its tokens. Other sessions of the same user go on.
         */
        delete: operations["deleteAdminSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/auth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create an access token for staff
         * @description Signs a member of staff in and answers an access token. No cookie is set. All causes of a failure look the same.
         */
        post: operations["createAdminToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a user. */
                id: string;
            };
            cookie?: never;
        };
        /**
         * Get a user
         * @description Answers one member of staff.
         */
        get: operations["getAdminUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description The signed-in member of staff. */
        AdminAuthResponse: {
            user: components["schemas"]["AdminUser"];
        };
        /** @description Credentials for a session kept in a cookie. */
        AdminCreateSession: {
            /**
             * @description E-mail address of the member of staff. Upper and lower case are the same address.
             * @example ines.okafor@larkspur.example
             */
            email: string;
            /**
             * Format: password
             * @description Password, exactly as typed.
             * @example example-harbour-lighthouse
             */
            password: string;
        };
        /** @description Credentials for an access token. */
        AdminCreateToken: {
            /**
             * @description E-mail address of the member of staff. Upper and lower case are the same address.
             * @example ines.okafor@larkspur.example
             */
            email: string;
            /**
             * Format: password
             * @description Password, exactly as typed.
             * @example example-harbour-lighthouse
             */
            password: string;
        };
        /** @description An access token for the Admin API. */
        AdminTokenResponse: {
            /**
             * @description Access token, to be sent as `Authorization: Bearer`. Clients should not look inside.
             * @example token_example_ines
             */
            access_token: string;
        };
        /** @description A member of staff. */
        AdminUser: {
            /**
             * @description Id of the user.
             * @example usr_01KERRMXE05SM3J18WA15SA3WB
             */
            id: string;
            /**
             * @description E-mail address, as it was given.
             * @example ines.okafor@larkspur.example
             */
            email: string;
            /**
             * @description First name. Null if not given.
             * @example Ines
             */
            first_name: string | null;
            /**
             * @description Last name. Null if not given.
             * @example Okafor
             */
            last_name: string | null;
            role: components["schemas"]["UserRole"];
            /**
             * @description Always null; a token is never shown again after it was set.
             * @example null
             */
            api_token: string | null;
            metadata: components["schemas"]["NullableMetadata"];
            /**
             * Format: date-time
             * @description When the user was created, UTC.
             * @example 2026-01-12T09:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the user last changed, UTC.
             * @example 2026-01-12T09:30:00.000Z
             */
            updated_at: string;
            /**
             * Format: date-time
             * @description When the user was deleted, UTC. Null for a live one.
             * @example null
             */
            deleted_at: string | null;
        };
        /** @description One member of staff. */
        AdminUserResponse: {
            user: components["schemas"]["AdminUser"];
        };
        /** @description A refusal. Programs read `type` and `code`; `message` is for people and may be reworded at any time. */
        ApiError: {
            type: components["schemas"]["ErrorType"];
            code: components["schemas"]["ErrorCode"];
            /**
             * @description One sentence for people, from a fixed list. Never repeats what was sent.
             * @example The request is not valid.
             */
            message: string;
            /**
             * @description Id of the request, as in the `x-request-id` header.
             * @example req_01KERRMXE0RFVVVX9QRHKJ8E9C
             */
            request_id: string;
            /**
             * Format: uri
             * @description Page that explains the code, its cause and its remedy.
             * @example http://127.0.0.1:9000/docs/errors/invalid_request
             */
            documentation_url: string;
            /** @description Fields to blame. Absent when no single field is. */
            errors?: components["schemas"]["FieldError"][];
        };
        /**
         * @description The precise reason of a refusal. New values may appear; treat an unknown one by its status.
         * @example invalid_request
         * @enum {string}
         */
        ErrorCode: "invalid_request" | "publishable_key_required" | "invalid_credentials" | "token_missing" | "token_invalid" | "token_expired" | "session_revoked" | "access_denied" | "account_disabled" | "csrf_failed" | "not_found" | "method_not_allowed" | "invalid_state_error" | "payload_too_large" | "unsupported_media_type" | "invalid_request_error" | "weak_password" | "rate_limited" | "unknown_error" | "temporarily_unavailable";
        /**
         * @description The family of a refusal. Wider than its code; new values may appear.
         * @example invalid_data
         * @enum {string}
         */
        ErrorType: "invalid_data" | "not_allowed" | "unauthorized" | "forbidden" | "not_found" | "conflict" | "duplicate_error" | "too_many_requests" | "unknown_error" | "unexpected_state";
        /** @description One field to blame for a refusal. */
        FieldError: {
            /**
             * @description Where the field is, as names and indexes joined by dots. Empty when no single field is to blame.
             * @example password
             */
            path: string;
            /**
             * @description What is wrong, for programs. New values may appear.
             * @example too_short
             */
            code: string;
            /**
             * @description What is wrong, for people.
             * @example Use at least 8 characters.
             */
            message: string;
        };
        /**
         * @description Values of your own beside ours, by name; the server does not look into them. Null when there are none. In an update, a name that is sent replaces the stored one, a name with an empty string is removed, all others stay, and null removes all. What is stored is at most 64 KiB of JSON; a change beyond that is refused with 400.
         * @example {
         *       "source": "newsletter"
         *     }
         */
        NullableMetadata: {
            [key: string]: unknown;
        } | null;
        /** @description Says that it was done, where there is nothing else to say. */
        SuccessResponse: {
            /**
             * @description Always true; a failure is an `ApiError`.
             * @example true
             */
            success: boolean;
        };
        /**
         * @description What a member of staff may do.
         * @example admin
         * @enum {string}
         */
        UserRole: "admin" | "member" | "developer";
    };
    responses: {
        /** @description Any other refusal. The status gives its kind, `code` the reason. */
        ApiError: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The body is larger than 64 KiB. */
        BodyTooLarge: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description A fault on our side. Trying again may help; the request id helps us to find it. */
        InternalError: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The request does not match the contract. `errors` names the fields, where single ones are to blame. */
        InvalidRequest: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The caller may not do this, or a request made with a cookie could not be told from a forged one. */
        NotAllowed: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description Nobody is signed in, or the credential cannot be used. `code` tells a missing, invalid or expired one from an ended session. */
        NotAuthenticated: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description Overloaded, starting or stopping. Wait as long as `Retry-After` says. */
        TemporarilyUnavailable: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description Too many requests from this caller. Wait as long as `Retry-After` says. */
        TooManyRequests: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The body is not `application/json` in UTF-8. */
        UnsupportedMediaType: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /**
         * @description Always `no-store`. Answers about credentials must not be kept by browsers or proxies.
         * @example no-store
         */
        CacheControl: string;
        /**
         * @description Removes the session cookie, whether or not one was sent.
         * @example __Host-admin_sid=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax
         */
        ClearAdminCookie: string;
        /**
         * @description Id of this request; quote it when asking for help. Equal to `request_id` in the body of an error.
         * @example req_01KERRMXE0RFVVVX9QRHKJ8E9C
         */
        RequestId: string;
        /**
         * @description Whole seconds to wait before the next attempt, at least 1.
         * @example 30
         */
        RetryAfter: number;
        /**
         * @description Sets the session cookie. It is `HttpOnly`, `Secure`, `SameSite=Lax`, for the whole host, and holds a random id, not a token.
         * @example __Host-admin_sid=sid_example_ines; Max-Age=36000; Path=/; HttpOnly; Secure; SameSite=Lax
         */
        SetAdminCookie: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getAdminAuth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The signed-in user. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminAuthResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    createAdminSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdminCreateSession"];
            };
        };
        responses: {
            /** @description Signed in, and the cookie set. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Set-Cookie": components["headers"]["SetAdminCookie"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminAuthResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            /** @description The credentials are not valid. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description The password is right, but the account is disabled; or the page's origin is not allowed. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    deleteAdminSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out, and the cookie removed. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Set-Cookie": components["headers"]["ClearAdminCookie"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["NotAllowed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    createAdminToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdminCreateToken"];
            };
        };
        responses: {
            /** @description Signed in. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminTokenResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            /** @description The credentials are not valid. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            /** @description The password is right, but the account is disabled. */
            403: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
    getAdminUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a user. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminUserResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotAuthenticated"];
            /** @description There is no such user. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TemporarilyUnavailable"];
            default: components["responses"]["ApiError"];
        };
    };
}
