// Who answers a command: the daemon over its socket or, where none runs, the database itself, in
// the same JSON.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/addresses.h"
#include "api/client.h"
#include "base/result.h"
#include "cli/common.h"

namespace cli {

/// What the configuration says of places and feeds, as far as it can be read; its faults are for
/// `check`.
struct Places {
  std::optional<std::filesystem::path> socket;
  std::filesystem::path store = "newswatch.db";  ///< relative to the state directory
  std::shared_ptr<const api::Addresses> addresses;
};

class Source final {
 public:
  explicit Source(const Common& common);

  /// From the daemon, else from the database. Error: neither is there.
  [[nodiscard]] base::Result<api::Answer> get(std::string_view target) const;
  /// From the daemon alone. Error `unavailable`: "no daemon answers at …; start it".
  [[nodiscard]] base::Result<api::Answer> post(std::string_view target,
                                               std::string_view json = "{}") const;

  [[nodiscard]] const api::Client& client() const { return client_; }
  /// The database the configuration names, absolute. Error: the state directory cannot be told.
  [[nodiscard]] base::Result<std::filesystem::path> database() const;

 private:
  Source(const Common& common, const Places& places);
  [[nodiscard]] base::Result<api::Answer> from_database(std::string_view target,
                                                        const base::Error& no_daemon) const;

  std::string state_dir_;
  Places places_;
  api::Client client_;
};

/// Prints a refusal and gives the exit code that fits it.
int refuse(const Terminal& terminal, const api::Answer& answer);
int refuse(const Terminal& terminal, const base::Error& error);

/// Prints JSON as it came, on a line of its own.
int print_json(const Terminal& terminal, std::string_view json);

}  // namespace cli
