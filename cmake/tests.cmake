# How tests are built and registered. The folders with a CMakeLists.txt of
# their own (property, golden, corpus, ...) use the same functions.
orq_library(cmocka ORQ_CMOCKA)

cmake_path(GET PROJECT_SOURCE_DIR PARENT_PATH beside)
set(ORQ_SHARED ${beside}/shared CACHE PATH "Reference material beside the source")
# Beside it, in tests/, stands run_property.
set(ORQ_OPTIMISED "" CACHE FILEPATH "An optimised orqgen for what takes long; empty: this build's own")
set(ORQ_TEST_ENVIRONMENT
  ORQ_SHARED=${ORQ_SHARED}
  ORQ_ROOT=${PROJECT_SOURCE_DIR}
  ORQ_BUILD=${PROJECT_BINARY_DIR}
  UBSAN_OPTIONS=print_stacktrace=1
  LC_ALL=C.UTF-8)

file(GLOB helpers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/helpers/*.c)
set(ORQ_HELPERS "")
if(helpers)
  add_library(orq_helpers STATIC ${helpers})
  target_link_libraries(orq_helpers PUBLIC ${ORQ_ALL_LIBRARIES} ${ORQ_CMOCKA})
  set(ORQ_HELPERS orq_helpers)
endif()

# An executable that may use the helpers, cmocka, and every library.
function(orq_test_program target)
  add_executable(${target} ${ARGN})
  set_target_properties(${target} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  target_link_libraries(${target} PRIVATE ${ORQ_HELPERS} ${ORQ_ALL_LIBRARIES} ${ORQ_CMOCKA})
endfunction()

# Registers `name`, whose part before the first dot is its suite and label.
# What follows is the command. Exit code 77 means: skipped.
function(orq_test name)
  string(REGEX REPLACE "[.].*$" "" suite ${name})
  add_test(NAME ${name} COMMAND ${ARGN})
  set_tests_properties(${name} PROPERTIES
    LABELS ${suite} ENVIRONMENT "${ORQ_TEST_ENVIRONMENT}" SKIP_RETURN_CODE 77)
endfunction()

# tests/unit/<folder>/test_<x>.c -> unit.<folder>.<x>
foreach(folder IN LISTS ORQ_FOLDERS)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/unit/${folder}/test_*.c)
  foreach(source IN LISTS sources)
    string(REGEX REPLACE "^.*/test_(.*)[.]c$" "\\1" name ${source})
    orq_test_program(unit_${folder}_${name} ${source})
    orq_test(unit.${folder}.${name} unit_${folder}_${name})
  endforeach()
endforeach()

orq_test(unit.house.layers ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR}
  -DSCRATCH=${PROJECT_BINARY_DIR}/layers/scratch
  -P ${PROJECT_SOURCE_DIR}/tests/house/test_layers.cmake)

file(GLOB folders CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/*/CMakeLists.txt)
foreach(file IN LISTS folders)
  cmake_path(GET file PARENT_PATH folder)
  add_subdirectory(${folder})
endforeach()
