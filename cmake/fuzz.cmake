# Fuzz targets are built by clang in a tree of their own (preset fuzz), and
# run as tests of the ordinary trees, so that one ctest shows everything.
option(ORQ_FUZZ "Build the fuzz targets, and nothing else" OFF)
set(ORQ_FUZZ_BUILD ${PROJECT_SOURCE_DIR}/build/fuzz CACHE PATH "Where preset fuzz builds")

# tests/fuzz/CMakeLists.txt calls it for each target: its name, the folder of
# its seeds (relative to tests/fuzz), and its sources.
function(orq_fuzz_target name seeds)
  if(ORQ_FUZZ)
    add_executable(fuzz_${name} ${ARGN})
    set_target_properties(fuzz_${name} PROPERTIES
      RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
    target_link_libraries(fuzz_${name} PRIVATE ${ORQ_ALL_LIBRARIES})
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  else()
    orq_test(fuzz.${name} ${PROJECT_SOURCE_DIR}/tools/run-fuzz-target
      ${ORQ_FUZZ_BUILD} ${name} ${CMAKE_CURRENT_SOURCE_DIR}/${seeds})
  endif()
endfunction()
