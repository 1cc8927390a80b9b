# cmake -DROOT=<source folder> -DFOLDERS=<folder;folder> -P check_layers.cmake
# Fails when a file of these folders includes a header of a folder that its
# own may not reach, or one that is not written from the root.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/layers.cmake)

set(broken "")

# Reports the include `line` of `file` with its line number.
function(orq_report file line rule)
  file(READ "${ROOT}/${file}" text)
  string(FIND "${text}" "${line}" at)
  string(SUBSTRING "${text}" 0 ${at} before)
  string(REGEX REPLACE "[^\n]" "" newlines "${before}")
  string(LENGTH "${newlines}" number)
  math(EXPR number "${number} + 1")
  set(broken "${broken}\n${file}:${number}: error: ${rule}" PARENT_SCOPE)
endfunction()

function(orq_check_file folder file)
  file(STRINGS "${ROOT}/${file}" includes REGEX "^[ \t]*#[ \t]*include[ \t]*\"")
  foreach(line IN LISTS includes)
    string(REGEX REPLACE "^[^\"]*\"([^\"]*)\".*$" "\\1" header "${line}")
    string(REGEX MATCH "^[^/]*/" below "${header}")
    string(REPLACE "/" "" below "${below}")
    string(REPLACE ";" ", " allowed "${ORQ_ALLOWED_${folder}}")
    if(below STREQUAL "")
      orq_report("${file}" "${line}" "\"${header}\": write includes from the root: \"${folder}/${header}\"")
    elseif(NOT below IN_LIST ORQ_ALLOWED_${folder})
      orq_report("${file}" "${line}"
        "${folder}/ may not include \"${header}\": it may reach ${allowed} (cmake/layers.cmake)")
    endif()
  endforeach()
  set(broken "${broken}" PARENT_SCOPE)
endfunction()

foreach(folder IN LISTS FOLDERS)
  file(GLOB files RELATIVE "${ROOT}" "${ROOT}/${folder}/*.[ch]")
  foreach(file IN LISTS files)
    orq_check_file(${folder} "${file}")
  endforeach()
endforeach()

if(NOT broken STREQUAL "")
  message("${broken}\n")
  message(FATAL_ERROR "includes may only point down")
endif()
if(DEFINED STAMP)
  file(TOUCH "${STAMP}")
endif()
