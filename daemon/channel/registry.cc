#include "channel/registry.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "channel/types.h"

namespace channel {
namespace {

using base::Seconds;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

// Nearly always a full disk or a reader that stopped: soon again, then patiently.
constexpr std::array<Seconds, 5> local_delays = {
    Seconds(5), Seconds(30), minutes(1), minutes(5), minutes(15)};

// A script is fixed by its owner within the working day, or not at all.
constexpr std::array<Seconds, 5> command_delays = {
    Seconds(10), minutes(1), minutes(5), minutes(30), hours(2)};

// The schedule Standard Webhooks recommends: ten attempts over three days.
constexpr std::array<Seconds, 9> webhook_delays = {Seconds(5),
                                                   minutes(5),
                                                   minutes(30),
                                                   hours(2),
                                                   hours(5),
                                                   hours(10),
                                                   hours(14),
                                                   hours(20),
                                                   hours(24)};

// The first retry waits out a greylisting window, usually five minutes; later ones are as far apart
// as RFC 5321, section 4.5.4.1, wants them, and it lets a mail go after four to five days.
constexpr std::array<Seconds, 5> email_delays = {
    minutes(5), minutes(15), minutes(30), hours(1), hours(2)};

// An agent asks by itself; the wait only matters where one claimed a delivery and did not answer.
constexpr std::array<Seconds, 1> agent_delays = {minutes(1)};

constexpr std::array<Type, 6> table = {{
    {"log",
     "prints alerts on standard output, or to the journal",
     Carrier::lane,
     Seconds(10),
     local_delays,
     days(7),
     &make_log},
    {"command",
     "runs a program with the alert on its standard input",
     Carrier::lane,
     minutes(5),
     command_delays,
     days(1),
     &make_command},
    {"webhook",
     "posts alerts to a URL, signed after Standard Webhooks",
     Carrier::lane,
     minutes(1),
     webhook_delays,
     hours(76),
     &make_webhook},
    {"email",
     "sends a mail to each address, by SMTP",
     Carrier::lane,
     minutes(5),
     email_delays,
     days(4),
     &make_email},
    {"desktop",
     "shows notifications in a user's session, through newswatch-agent",
     Carrier::agent,
     Seconds(0),
     agent_delays,
     days(7),
     &make_desktop},
    {"atom",
     "keeps the newest alerts in an Atom file",
     Carrier::lane,
     Seconds(30),
     local_delays,
     days(7),
     &make_atom},
}};

}  // namespace

std::span<const Type> types() {
  return table;
}

const Type* find_type(std::string_view name) {
  const auto* const found = std::find_if(
      table.begin(), table.end(), [name](const Type& type) { return type.name == name; });
  return found == table.end() ? nullptr : found;
}

}  // namespace channel
