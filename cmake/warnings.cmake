# The warnings every target of ours is built with. Errors only where NEWSWATCH_WERROR says so, that a
# distribution's newer compiler does not break a release.
add_library(newswatch_warnings INTERFACE)
target_compile_options(newswatch_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wnull-dereference -Wdouble-promotion
  -Wformat=2 -Wimplicit-fallthrough
  $<$<BOOL:${NEWSWATCH_WERROR}>:-Werror>)

# Joined files (presets asan, tsan, lint) see each other's unnamed namespaces: both warnings are then about
# the joining. The preset dev builds each file alone and keeps -Wshadow.
if(CMAKE_UNITY_BUILD)
  target_compile_options(newswatch_warnings INTERFACE -Wno-shadow -Wno-subobject-linkage)
endif()
