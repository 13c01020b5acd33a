/* SPDX-License-Identifier: ISC */
#ifndef POLICY_UTF8_H
#define POLICY_UTF8_H

/*
 * UTF-8 (RFC 3629).
 */

#include <stdint.h>

#include "str.h"

/*
 * The code point that s, which is not empty, begins with, and how many bytes
 * it takes; 0 for what is not UTF-8: overlong forms, surrogates, stray bytes.
 */
size_t utf8_decode(struct str, uint32_t *code_point);

#endif
