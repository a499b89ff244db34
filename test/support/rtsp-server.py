"""Serves an MP4 file with H.264 video by RTSP on the loopback address, in real time, with GStreamer's RTSP server.

/recording can be begun at any place and has a length; /camera is live: it has neither, and begins anew with the server.
Usage: /usr/bin/python3 rtsp-server.py FILE PORT   (port 0: any; the one taken is printed)
"""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

file, port = sys.argv[1:]
Gst.init(None)
VIDEO = f'filesrc location="{file}" ! qtdemux ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1'
# One live source, even if nobody hears it, makes all of the pipeline live.
LIVE = "audiotestsrc is-live=true ! fakesink"

server = GstRtspServer.RTSPServer(address="127.0.0.1", service=port)
for path, pipeline in {"/recording": VIDEO, "/camera": f"{VIDEO} {LIVE}"}.items():
    factory = GstRtspServer.RTSPMediaFactory(launch=f"( {pipeline} )")
    server.get_mount_points().add_factory(path, factory)
server.attach(None)
print(server.get_bound_port(), flush=True)
GLib.MainLoop().run()
