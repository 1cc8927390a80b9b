# What every file of the project is compiled with.
option(ORQ_WERROR "Treat warnings as errors" OFF)

add_library(orq_flags INTERFACE)
target_include_directories(orq_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(orq_flags INTERFACE
  _POSIX_C_SOURCE=200809L ORQ_VERSION="${PROJECT_VERSION}")
target_compile_options(orq_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes
  -Wmissing-prototypes -Wswitch-enum -Wformat=2 -Wwrite-strings -Wcast-qual -Wundef -Wvla
  -Wimplicit-fallthrough -fno-common $<$<BOOL:${ORQ_WERROR}>:-Werror>)
