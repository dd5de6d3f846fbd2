#include "cli/source.h"

#include <ostream>
#include <system_error>
#include <utility>

#include "api/read.h"
#include "api/routes.h"
#include "base/places.h"
#include "base/time.h"
#include "settings/load.h"
#include "store/open.h"

namespace cli {
namespace {

Places read_places(const Common& common) {
  const std::filesystem::path file = base::config_file(common.config);
  std::error_code failed;
  if (!std::filesystem::exists(file, failed)) {
    return {};
  }
  const settings::Loaded loaded = settings::load(file);
  return {
      loaded.settings.socket, loaded.settings.store, api::display_addresses(loaded.settings.feeds)};
}

std::filesystem::path socket_of(const Common& common, const Places& places) {
  const auto found = base::socket_path(common.socket, places.socket, base::Side::connect);
  return found ? *found : std::filesystem::path("/run/newswatch/api.sock");
}

}  // namespace

Source::Source(const Common& common) : Source(common, read_places(common)) {}

Source::Source(const Common& common, const Places& places)
    : state_dir_(common.state_dir), places_(places), client_(socket_of(common, places)) {}

base::Result<std::filesystem::path> Source::database() const {
  if (places_.store.is_absolute()) {
    return places_.store;
  }
  const auto directory = base::state_directory(state_dir_);
  if (!directory) {
    return base::fail(directory.error());
  }
  return *directory / places_.store;
}

base::Result<api::Answer> Source::get(std::string_view target) const {
  auto answer = client_.get(target);
  if (answer || answer.error().cause != base::Cause::unavailable) {
    return answer;
  }
  return from_database(target, answer.error());
}

base::Result<api::Answer> Source::from_database(std::string_view target,
                                                const base::Error& no_daemon) const {
  const auto file = database();
  std::error_code failed;
  if (!file || !std::filesystem::exists(*file, failed)) {
    const std::string where = file ? " at " + file->string() : "";
    return base::fail(base::Cause::unavailable,
                      no_daemon.message + ", and there is no database" + where);
  }
  if (const auto pid = store::Ownership::holder(*file)) {
    return base::fail(base::Cause::unavailable,
                      no_daemon.message + ", but the daemon with pid " + std::to_string(*pid) +
                          " runs; name its socket with --socket");
  }
  auto reader = store::open_reader(*file);
  if (!reader) {
    return base::fail(reader.error().in(file->string()));
  }
  try {
    api::Reply reply = api::answer(
        target, **reader, std::nullopt, base::SystemClock().now(), places_.addresses.get());
    return api::Answer{reply.status, std::move(reply.body)};
  } catch (const store::Broken& broken) {
    return base::fail(base::Cause::unavailable, file->string() + ": " + broken.what());
  }
}

base::Result<api::Answer> Source::post(std::string_view target, std::string_view json) const {
  auto answer = client_.post(target, json);
  if (!answer && answer.error().cause == base::Cause::unavailable) {
    return base::fail(base::Cause::unavailable, answer.error().message + "; start it");
  }
  return answer;
}

int refuse(const Terminal& terminal, const api::Answer& answer) {
  const bool asked_wrongly = answer.status >= 400 && answer.status < 500;
  return complain(terminal, api::read_error(answer.body), asked_wrongly ? usage : failed);
}

int refuse(const Terminal& terminal, const base::Error& error) {
  return complain(terminal, error.message, failed);
}

int print_json(const Terminal& terminal, std::string_view json) {
  terminal.out << json << '\n';
  return done;
}

}  // namespace cli
