# What `cmake --install` lays down besides the programs, which their rooms install. It is done by
# cmake/place.cmake at install time, because only then `--prefix` is known.
foreach(name CMAKE_INSTALL_BINDIR CMAKE_INSTALL_DOCDIR CMAKE_INSTALL_SYSCONFDIR PROJECT_SOURCE_DIR)
  install(CODE "set(${name} [[${${name}}]])")
endforeach()
install(SCRIPT cmake/place.cmake)
