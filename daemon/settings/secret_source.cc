#include "settings/secret_source.h"

#include <cstdlib>
#include <filesystem>
#include <string>

#include <sys/stat.h>

#include "base/text.h"
#include "settings/file.h"

namespace settings {
namespace {

enum class Keeper { user, systemd };

/// One line break at the end belongs to the editor, not to the secret.
std::string without_last_line_break(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  return text;
}

std::optional<base::Secret> from_file(const Section& reference,
                                      const Place& place,
                                      const std::filesystem::path& file,
                                      Keeper keeper) {
  auto content = read_whole(file, max_secret);
  const std::string shown = base::printable(file.string());
  if (!content) {
    reference.problem(place, shown + " cannot be read: " + content.error().message);
    return std::nullopt;
  }
  // systemd keeps credentials in a folder of its own that nobody else may enter.
  if (keeper == Keeper::user && (content->mode & (S_IROTH | S_IWOTH)) != 0) {
    reference.problem(
        place, shown + " can be read by others; chmod 600 it, or use a credential under systemd");
    return std::nullopt;
  }
  std::string text = without_last_line_break(std::move(content->bytes));
  if (text.empty()) {
    reference.problem(place, shown + " is empty");
    return std::nullopt;
  }
  if (first_invalid_utf8(text) != std::string::npos || text.find('\0') != std::string::npos) {
    reference.problem(place, shown + " is not UTF-8 text");
    return std::nullopt;
  }
  return base::Secret(std::move(text));
}

std::optional<std::string> environment(const std::string& name) {
  const char* value =
      std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): nothing here sets it
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

std::optional<base::Secret> from_credential(const Section& reference) {
  const auto name = reference.text("credential");
  if (!name) return std::nullopt;
  const Place place = reference.place_of("credential");
  if (name->find('/') != std::string::npos || name->starts_with('.')) {
    reference.problem(
        place,
        "a credential is named as in LoadCredential=, without / and not beginning with a dot");
    return std::nullopt;
  }
  const auto folder = environment("CREDENTIALS_DIRECTORY");
  if (!folder) {
    reference.problem(place,
                      "credentials are given by systemd (LoadCredential=), and "
                      "$CREDENTIALS_DIRECTORY is not set");
    return std::nullopt;
  }
  return from_file(reference, place, std::filesystem::path(*folder) / *name, Keeper::systemd);
}

std::optional<base::Secret> from_environment(const Section& reference) {
  const auto name = reference.text("env");
  if (!name) return std::nullopt;
  const auto value = environment(*name);
  if (!value) {
    reference.problem(
        reference.place_of("env"),
        "the environment variable " + base::printable(*name) + " is not set, or empty");
    return std::nullopt;
  }
  if (first_invalid_utf8(*value) != std::string::npos) {
    reference.problem(reference.place_of("env"),
                      "the environment variable " + base::printable(*name) + " is not UTF-8 text");
    return std::nullopt;
  }
  return base::Secret(*value);
}

}  // namespace

std::optional<base::Secret> read_secret(const Section& reference, std::string_view key) {
  const bool file = reference.has("file");
  const bool credential = reference.has("credential");
  const bool env = reference.has("env");
  reference.finish();
  if (int{file} + int{credential} + int{env} != 1) {
    reference.problem(
        reference.place(),
        "`" + std::string(key) + "` must name one source: {file: …}, {credential: …} or {env: …}");
    return std::nullopt;
  }
  if (credential) return from_credential(reference);
  if (env) return from_environment(reference);
  const auto path = reference.input_path("file");
  if (!path) return std::nullopt;
  return from_file(reference, reference.place_of("file"), *path, Keeper::user);
}

}  // namespace settings
