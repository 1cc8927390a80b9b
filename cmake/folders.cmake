# One static library orq_<folder> for each folder of the house.
include(${CMAKE_CURRENT_LIST_DIR}/layers.cmake)

set(ORQ_FOLDERS "" CACHE STRING "The folders to build, of cmake/layers.cmake; empty: all")
if(NOT ORQ_FOLDERS)
  set(ORQ_FOLDERS ${ORQ_LAYERS})
endif()
find_package(PkgConfig REQUIRED)

# Loading a small library costs more than all that a small run asks of it. SQLite stays shared: an
# engine is kept up to date by the system, and holds what no other can write.
option(ORQ_STATIC "Link the small libraries into the program, where their archives are there" OFF)
set(ORQ_STAY_SHARED sqlite3)

# Makes the target of a module link its archive.
function(orq_link_archive module prefix)
  set(archives "")
  foreach(name IN LISTS ${prefix}_LIBRARIES)
    find_library(${prefix}_archive_${name} lib${name}.a HINTS ${${prefix}_LIBDIR})
    if(NOT ${prefix}_archive_${name})
      message(STATUS "${module}: there is no lib${name}.a, so it is linked as a shared library")
      return()
    endif()
    list(APPEND archives ${${prefix}_archive_${name}})
  endforeach()
  set_property(TARGET PkgConfig::${prefix} PROPERTY INTERFACE_LINK_LIBRARIES ${archives})
endfunction()

# Gives `target`, for linking, of a pkg-config module.
function(orq_library module target)
  string(MAKE_C_IDENTIFIER "orq_pkg_${module}" prefix)
  if(NOT TARGET PkgConfig::${prefix})
    pkg_check_modules(${prefix} REQUIRED IMPORTED_TARGET GLOBAL ${module})
    if(ORQ_STATIC AND NOT module IN_LIST ORQ_STAY_SHARED)
      orq_link_archive(${module} ${prefix})
    endif()
  endif()
  set(${target} PkgConfig::${prefix} PARENT_SCOPE)
endfunction()

# Defines the library of a folder, which fails to build when an include of
# the folder breaks the rule of the layers.
function(orq_folder folder)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.c)
  file(GLOB headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.h)
  set(main ${PROJECT_SOURCE_DIR}/cli/main.c)
  set(checked ${sources} ${headers})
  list(REMOVE_ITEM sources ${main})

  set(stamp ${PROJECT_BINARY_DIR}/layers/${folder}.stamp)
  add_custom_command(OUTPUT ${stamp}
    COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -DFOLDERS=${folder} -DSTAMP=${stamp}
            -P ${PROJECT_SOURCE_DIR}/cmake/check_layers.cmake
    DEPENDS ${checked} cmake/check_layers.cmake cmake/layers.cmake
    COMMENT "Checking the includes of ${folder}/" VERBATIM)
  add_custom_target(layers_${folder} ALL DEPENDS ${stamp})

  set(scope PUBLIC)
  if(sources)
    add_library(orq_${folder} STATIC ${sources})
  else()
    set(scope INTERFACE)
    add_library(orq_${folder} INTERFACE)
  endif()
  add_dependencies(orq_${folder} layers_${folder})
  target_link_libraries(orq_${folder} ${scope} orq_flags)
  foreach(below IN LISTS ORQ_DIRECT_${folder})
    target_link_libraries(orq_${folder} ${scope} orq_${below})
  endforeach()
  foreach(module IN LISTS ORQ_LIBRARIES_${folder})
    orq_library(${module} library)
    target_link_libraries(orq_${folder} ${scope} ${library})
  endforeach()
endfunction()

set(ORQ_ALL_LIBRARIES "")
foreach(folder IN LISTS ORQ_FOLDERS)
  orq_folder(${folder})
  # Linkers want the users of a library before it.
  list(PREPEND ORQ_ALL_LIBRARIES orq_${folder})
endforeach()
