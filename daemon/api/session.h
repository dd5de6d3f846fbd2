// One connection: requests one after the other, until it is closed, idle too long, or becomes an
// event stream. Private to the room; the one file behind it that knows Boost.Beast's server side.
#pragma once

#include "api/shared.h"

namespace api {

/// Lives as long as something is to be read or written.
void serve(Connection connection, Shared& shared);

/// Says 503 and closes; for connections beyond the limit.
void turn_away(boost::asio::local::stream_protocol::socket socket);

}  // namespace api
