/* cmocka wants these four before it. */
#ifndef ORQ_TESTS_UNIT_SQL_CMOCKA_ALL_H
#define ORQ_TESTS_UNIT_SQL_CMOCKA_ALL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
