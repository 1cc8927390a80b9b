# The house: every folder, the folders that it may include from, and the
# libraries that it stands on (pkg-config names). A row may only name folders
# of rows above it, so that arrows point down. What those may include, it may
# include too. Read by the build and by check_layers.cmake.
set(ORQ_LAYERS "")

macro(orq_layer name)
  cmake_parse_arguments(row "" "" "ABOVE;LIBRARIES" ${ARGN})
  set(ORQ_DIRECT_${name} ${row_ABOVE})
  set(ORQ_LIBRARIES_${name} ${row_LIBRARIES})
  set(ORQ_ALLOWED_${name} ${name})
  foreach(below IN LISTS row_ABOVE)
    if(NOT below IN_LIST ORQ_LAYERS)
      message(FATAL_ERROR "cmake/layers.cmake: ${name} stands on ${below}, which is not above its row")
    endif()
    list(APPEND ORQ_ALLOWED_${name} ${ORQ_ALLOWED_${below}})
  endforeach()
  list(REMOVE_DUPLICATES ORQ_ALLOWED_${name})
  list(APPEND ORQ_LAYERS ${name})
endmacro()

orq_layer(base       LIBRARIES libmd)
orq_layer(sql        ABOVE base             LIBRARIES libpcre2-8)
orq_layer(db         ABOVE sql              LIBRARIES sqlite3)
orq_layer(model      ABOVE sql              LIBRARIES yaml-0.1 libpcre2-8)
orq_layer(introspect ABOVE model db)
orq_layer(diff       ABOVE model)
orq_layer(emit       ABOVE diff)
orq_layer(history    ABOVE emit introspect  LIBRARIES uuid)
orq_layer(review     ABOVE history)
orq_layer(cli        ABOVE review)
