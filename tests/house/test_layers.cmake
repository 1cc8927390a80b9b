# The check of the layers fires: on an include that points up, on one that is
# not written from the root, and not on what is allowed.
# cmake -DROOT=<source folder> -DSCRATCH=<folder> -P test_layers.cmake
cmake_minimum_required(VERSION 3.25)

function(orq_expect folder text pattern)
  file(REMOVE_RECURSE "${SCRATCH}")
  file(WRITE "${SCRATCH}/${folder}/a.c" "${text}")
  execute_process(
    COMMAND ${CMAKE_COMMAND} -DROOT=${SCRATCH} -DFOLDERS=${folder} -P ${ROOT}/cmake/check_layers.cmake
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  file(REMOVE_RECURSE "${SCRATCH}")
  if(pattern STREQUAL "")
    if(NOT result EQUAL 0)
      message(SEND_ERROR "${folder}: allowed include was refused:\n${output}")
    endif()
  elseif(result EQUAL 0 OR NOT output MATCHES "${pattern}")
    message(SEND_ERROR "${folder}: expected a failure with ${pattern}, got ${result}:\n${output}")
  endif()
endfunction()

orq_expect(base "#include <stdio.h>\n\n#include \"sql/lexer.h\"\n"
  "base/a[.]c:3: error: base/ may not include \"sql/lexer.h\"")
orq_expect(diff "int a[2];\n#  include \"base/str.h\"\n\t#include \"db/db.h\"\n" "diff/a[.]c:3: error: diff/")
orq_expect(emit "#include \"introspect/sqlite.h\"\n" "emit/a[.]c:1: error: emit/")
orq_expect(sql "#include \"lexer.h\"\n" "sql/a[.]c:1: error: .*from the root: \"sql/lexer.h\"")
orq_expect(sql "#include \"tests/helpers/x.h\"\n" "sql/a[.]c:1: error: sql/ may not")
orq_expect(cli "#include \"history/run.h\"\n#include \"base/str.h\"\n" "")
orq_expect(history "#include \"db/db.h\"\n#include \"history/x.h\"\n#include \"sql/lexer.h\"\n" "")
orq_expect(model "#include <yaml.h>\n#include \"base/str.h\"\n" "")
