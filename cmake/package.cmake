# What is installed: the program with its manual and completions, the library for others; and the Debian package of the former
# (cpack --config build/release/CPackConfig.cmake).
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME runtime)
install(TARGETS entente RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY scenarios/ DESTINATION ${CMAKE_INSTALL_DATADIR}/entente/scenarios FILES_MATCHING PATTERN "*.toml")
install(FILES completions/entente.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME entente)
install(FILES completions/_entente DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES completions/entente.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

install(TARGETS entente_core entente_c_library entente_flags EXPORT entente ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
install(DIRECTORY sim/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/entente COMPONENT development FILES_MATCHING PATTERN "*.hpp")
set(config_folder ${CMAKE_INSTALL_LIBDIR}/cmake/entente)
install(EXPORT entente NAMESPACE entente:: FILE entente-targets.cmake DESTINATION ${config_folder} COMPONENT development)
install(FILES cmake/entente-config.cmake DESTINATION ${config_folder} COMPONENT development)

find_program(SCDOC scdoc)
if(SCDOC)
  set(manual ${CMAKE_CURRENT_BINARY_DIR}/entente.1.gz)
  add_custom_command(OUTPUT ${manual}
    COMMAND sh -c "'${SCDOC}' < '${CMAKE_CURRENT_SOURCE_DIR}/docs/entente.1.scd' | gzip -9n > '${manual}'"
    DEPENDS docs/entente.1.scd VERBATIM)
  add_custom_target(manual ALL DEPENDS ${manual})
  install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endif()

# Debian wants the copyright under this name and both changelogs compressed.
foreach(pair "CHANGELOG.md:changelog.gz" "cmake/debian-changelog:changelog.Debian.gz")
  string(REPLACE ":" ";" pair ${pair})
  list(GET pair 0 from)
  list(GET pair 1 to)
  add_custom_command(OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${to}
    COMMAND sh -c "gzip -9nc '${CMAKE_CURRENT_SOURCE_DIR}/${from}' > '${CMAKE_CURRENT_BINARY_DIR}/${to}'" DEPENDS ${from} VERBATIM)
  list(APPEND changelogs ${CMAKE_CURRENT_BINARY_DIR}/${to})
endforeach()
add_custom_target(changelogs ALL DEPENDS ${changelogs})
install(FILES ${changelogs} cmake/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_GENERATOR DEB)
set(CPACK_COMPONENTS_ALL runtime)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME entente)
set(CPACK_PACKAGE_CONTACT "The entente authors <entente@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "joint development or alone: Monte Carlo of R&D alliances")
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION
  "Samples uncertain cost, schedule, success, markets and exits in the\n same worlds for every alternative, and tells per firm what an alliance\n costs, saves and risks.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
# --charts draws with it.
set(CPACK_DEBIAN_PACKAGE_SUGGESTS nodejs)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
