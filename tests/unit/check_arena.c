/* SPDX-License-Identifier: ISC */
/*
 * Memory of an arena: zero, aligned, and nobody else's.
 */

#include "suite.h"

#include "policy/arena.h"

#include <check.h>
#include <stdalign.h>
#include <stdint.h>
#include <string.h>

/* More than any piece; each size more than once. */
static const size_t sizes[] = { 0, 1, 15, 16, 17, 100, 0, 4000, 8191, 8192,
	8193, 1, 100000, 3, 5000, 5000, 5000, 1 };

#define SIZES (sizeof(sizes) / sizeof(*sizes))

struct taken {
	unsigned char *memory;
	size_t size;
};

static void
check_zero(const struct taken *taken)
{
	size_t i;

	ck_assert_ptr_nonnull(taken->memory);
	if (taken->size > 0)
		ck_assert_uint_eq(
		    (uintptr_t)taken->memory % alignof(max_align_t), 0);
	for (i = 0; i < taken->size; i++)
		ck_assert_uint_eq(taken->memory[i], 0);
}

/* Takes all the sizes, and writes into each what no other holds. */
static void
take_all(struct arena *arena, struct taken taken[SIZES], int mark)
{
	size_t i;

	for (i = 0; i < SIZES; i++) {
		taken[i].size = sizes[i];
		taken[i].memory = arena_alloc(arena, sizes[i]);
		check_zero(&taken[i]);
		memset(taken[i].memory, mark + (int)i, sizes[i]);
	}
}

static void
check_kept(const struct taken taken[SIZES], int mark)
{
	size_t i, n;

	for (i = 0; i < SIZES; i++)
		for (n = 0; n < taken[i].size; n++)
			ck_assert_uint_eq(
			    taken[i].memory[n], (unsigned)mark + i);
}

START_TEST(apart)
{
	struct arena *one = arena_open(), *other = arena_open();
	struct taken of_one[SIZES], of_other[SIZES];

	ck_assert_ptr_ne(one, other);
	take_all(one, of_one, 1);
	take_all(other, of_other, 101);
	check_kept(of_one, 1);
	check_kept(of_other, 101);
	arena_close(other);
	check_kept(of_one, 1);
	arena_close(one);
}
END_TEST

/* What one arena leaves behind, the next does not find. */
START_TEST(again)
{
	struct taken taken[SIZES];
	struct arena *arena;
	int i;

	for (i = 0; i < 3; i++) {
		arena = arena_open();
		take_all(arena, taken, 1 + i);
		arena_close(arena);
	}
	arena_close(NULL);
}
END_TEST

START_TEST(too_large)
{
	struct arena *arena = arena_open();
	const char *copy = arena_copy(arena, (struct str){ "copy", 3 });

	ck_assert_ptr_null(arena_alloc(arena, SIZE_MAX));
	ck_assert_ptr_null(arena_alloc(arena, SIZE_MAX - 8));
	ck_assert_str_eq(copy, "cop");
	ck_assert_ptr_nonnull(arena_alloc(arena, 1));
	arena_close(arena);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("arena");
	TCase *tests = tcase_create("arena");

	suite_add_tcase(suite, tests);
	tcase_add_test(tests, apart);
	tcase_add_test(tests, again);
	tcase_add_test(tests, too_large);
	return suite_run(suite);
}
